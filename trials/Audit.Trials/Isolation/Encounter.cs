using System.Text.Json.Nodes;
using Audit.Trials.Running;

namespace Audit.Trials.Isolation;

/// <summary>Who is in the service, and what they do one after the other.</summary>
internal sealed class Encounter(ServiceProcess service, TrialSettings settings, TrialReport report, CancellationToken cancellationToken) : IDisposable
{
    /// <summary>The same in every tenant: who is called alike is another.</summary>
    private const string Actor = "analyst";
    private const int CountEvery = 250;
    private const int ReadOneByOne = 30;

    private readonly string _word = Identifiers.NewWord();
    private readonly string _nobodysWord = Identifiers.NewWord();
    private readonly string _secret = Identifiers.NewWord();
    private readonly List<HttpClient> _clients = [];

    private int Samples => (int)settings["samples"];

    public async Task RunAsync()
    {
        var secrets = new Secrets(_secret);
        var siege = new Siege(await PlanAsync(), report);

        // before there is anything of theirs, with ids that are like those of one who is not attacked
        var early = await StrangerAsync(_word, secrets);
        var (_, neighbours) = await TellAsync(Identifiers.NewWord(), Identifiers.NewWord(), new Secrets(_secret), 5, null);
        await early.KnowAsync(neighbours.OfNobody(_word), cancellationToken);
        var before = await siege.RehearseAsync(early, cancellationToken);
        var bystander = await ReadAsync(early.Client);

        var knows = await StrangerAsync(_word, secrets);
        var knowsNobody = await StrangerAsync(_nobodysWord, secrets);
        var (them, theirs) = await TellAsync(_word, _secret, secrets, Samples > 0 ? TimedAttacks.Numbered : 30, knows.Blanks);
        var belongings = await ReadAsync(them, secrets.Learn);
        report.Count("ids and hashes watched for", secrets.Count);
        Check("a tenant that did nothing, since another's things were made", bystander, await ReadAsync(early.Client));

        var nobodys = theirs.OfNobody(_nobodysWord);
        await knows.KnowAsync(theirs, cancellationToken);
        await knowsNobody.KnowAsync(nobodys, cancellationToken);
        await siege.LayAsync(knows, knowsNobody, before, cancellationToken);
        foreach (var stranger in new[] { early, knows, knowsNobody })
        {
            await Siege.CheckCountsAsync(stranger, report, cancellationToken);
        }

        Check("the tenant that was attacked", belongings, await ReadAsync(them));
        Check("a tenant that did nothing, since before the attacks", bystander, await ReadAsync(early.Client));
        if (Samples > 0)
        {
            var (another, _) = await TellAsync(Identifiers.NewWord(), Identifiers.NewWord(), new Secrets(_secret), 300, null);
            await TimedAttacks.CompareAsync(another, theirs, nobodys, new Timing(Samples, new Random((int)settings["seed"]), report), report, cancellationToken);
            Check("the tenant that was attacked, since before the timing", belongings, await ReadAsync(them));
        }

        var home = Identifiers.NewTenant();
        var platform = await ClientAsync(home, "super_admin");
        await Crossing.CheckAsync(platform, home, knows, report, cancellationToken);
    }

    public void Dispose() => _clients.ForEach(c => c.Dispose());

    /// <summary>All attacks, the counting between them.</summary>
    private async Task<List<Attack>> PlanAsync()
    {
        using var client = new HttpClient { BaseAddress = service.Address };
        var operations = Surface.Of(JsonNode.Parse(await client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), cancellationToken))!);
        var plan = new Plan(operations, (int)settings["seed"]);
        foreach (var operation in plan.Unattacked)
        {
            report.Violation($"{operation} is served, and no attack on it is known: add what it is rightly sent to {nameof(Openings)}");
        }

        report.Count("places attacked", plan.Places);
        Attack[] all = [.. Traps.OnNamedThings, .. plan.Systematic((int)settings["kinds"]), .. plan.Combinations((int)settings["rounds"])];
        return [.. all.Chunk(CountEvery).SelectMany(some => some.Concat(Traps.Counting))];
    }

    private async Task<Stranger> StrangerAsync(string word, Secrets secrets)
    {
        var tenant = Identifiers.NewTenant();
        var stranger = new Stranger(await ClientAsync(tenant), tenant, word, secrets, report);
        await stranger.BeginAsync(cancellationToken);
        return stranger;
    }

    private async Task<(HttpClient Client, Identifiers Identifiers)> TellAsync(string word, string secret, Secrets secrets, int anomalies, Blanks? stranger)
    {
        var tenant = Identifiers.NewTenant();
        var client = await ClientAsync(tenant);
        return (client, await new Story(client, tenant, word, secret, secrets, report).TellAsync(anomalies, stranger, cancellationToken));
    }

    private async Task<HttpClient> ClientAsync(string tenant, string role = "admin")
    {
        var client = await service.SignedInAsync(Actor, tenant, role, "audit:ingest");
        _clients.Add(client);
        return client;
    }

    private Task<string> ReadAsync(HttpClient whose, Action<Answer>? look = null) => Belongings.ReadAsync(whose, ReadOneByOne, report, look ?? (_ => { }), cancellationToken);

    private void Check(string whose, string then, string now)
    {
        report.Count("pairs compared");
        if (Comparison.FirstLine(then, now) is { } line)
        {
            report.Violation($"{whose}: nothing should have changed, but it differs in {line}");
        }
    }
}
