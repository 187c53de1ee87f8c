using System.Collections.Concurrent;
using System.Globalization;
using Audit.Trials.Contract;
using Audit.Trials.Fuzzing.Mutations;

namespace Audit.Trials.Fuzzing;

/// <summary>Sends requests on several connections at once and has each answer judged.</summary>
internal sealed class FuzzRun(Uri server, string document, IReadOnlyList<Actor> actors, TrialReport report, CancellationToken cancellationToken)
{
    private readonly Findings _findings = new();
    private readonly Dictionary<string, KnownThings> _known = actors.Select(a => a.Tenant).Distinct(StringComparer.Ordinal).ToDictionary(t => t, _ => new KnownThings(), StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Operation, int Status), bool> _answers = new();
    private readonly ConcurrentDictionary<string, bool> _mutations = new(StringComparer.Ordinal);
    private long _sent;

    /// <summary>Sends so many; the same seed sends the same on each connection, but for what earlier answers told.</summary>
    /// <param name="requests">How many in all.</param>
    /// <param name="connections">How many connections share them.</param>
    /// <param name="seed">Where the random numbers begin.</param>
    /// <param name="look">Called at each of the moments of <see cref="MemoryWatch"/>.</param>
    public async Task SendAsync(long requests, int connections, long seed, Action look)
    {
        var moments = new Queue<long>(MemoryWatch.Moments(requests));
        await Task.WhenAll(Enumerable.Range(0, connections).Select(number => Task.Run(() => SendAsync(number, (requests + connections - 1 - number) / connections), cancellationToken)));
        report.Count("kinds of success seen", _answers.Keys.Count(a => a.Status < 400));
        report.Count("kinds of refusal seen", _answers.Keys.Count(a => a.Status >= 400));
        report.Count("ways to break a request tried", _mutations.Count);
        _findings.Tell(report);

        async Task SendAsync(int number, long count)
        {
            // each its own document: its nodes are no two threads'
            var contract = new ContractDocument(document);
            var generator = new Generator(contract, actors, _known, MutationList.All, server.Authority, new Random(Mixed(seed, number)));
            var oracle = new Oracle(contract);
            using var connection = new WireConnection(server);
            for (var i = 0L; i < count; i++)
            {
                await OneAsync(generator.Next(), oracle, connection, string.Create(CultureInfo.InvariantCulture, $"seed {seed}, connection {number}, request {i}"));
                LookAgain();
            }
        }

        void LookAgain()
        {
            var sent = Interlocked.Increment(ref _sent);
            lock (moments)
            {
                while (moments.TryPeek(out var moment) && sent >= moment)
                {
                    moments.Dequeue();
                    look();
                }
            }
        }
    }

    private async Task OneAsync(Draft draft, Oracle oracle, WireConnection connection, string which)
    {
        var request = draft.ToBytes();
        Answer? answer = null;
        IReadOnlyList<Finding> found;
        try
        {
            answer = await connection.ExchangeAsync(request, draft.Method != "HEAD", draft.IsLast, draft.EndsEarly, cancellationToken);
            found = oracle.Judge(draft, answer);
        }
        catch (InvalidDataException e)
        {
            found = [new Finding("broken answer", e.Message)];
        }

        Tell(draft, answer);
        var mutations = draft.Mutations.Count == 0 ? "valid" : string.Join(" + ", draft.Mutations.Select(m => m.Mutation.Name));
        foreach (var finding in found)
        {
            _findings.Add($"{finding.Rule}: {mutations}, {draft.Operation.Id}", () => $"    {finding.What} ({which})\n{Shown.Of(draft, request, answer)}");
        }
    }

    /// <summary>Streams of neighbouring seeds run alike for a while.</summary>
    private static int Mixed(long seed, int number)
    {
        var mixed = unchecked(((ulong)seed * 0x9E3779B97F4A7C15) + ((ulong)(number + 1) * 0xBF58476D1CE4E5B9));
        mixed = unchecked((mixed ^ (mixed >> 31)) * 0x94D049BB133111EB);
        return (int)(mixed >> 33);
    }

    private void Tell(Draft draft, Answer? answer)
    {
        report.Count("requests sent");
        report.Count(draft.Mutations.Count == 0 ? "valid ones" : "broken ones");
        report.Count(answer switch
        {
            null => "requests that ended early and got no answer",
            _ when Oracle.IsOfTheServer(draft, answer) => "refused by the server as no HTTP",
            _ => string.Create(CultureInfo.InvariantCulture, $"answers {answer.Status / 100}xx"),
        });
        foreach (var applied in draft.Mutations)
        {
            _mutations.TryAdd(applied.Mutation.Name, true);
        }

        if (answer is not null && !draft.IsElsewhere)
        {
            _answers.TryAdd((draft.Operation.Id, answer.Status), true);
        }

        if (answer is { Status: >= 200 and < 300 } && !draft.IsElsewhere && (draft.Used & Parts.Tenant) == Parts.None && draft.Method != "HEAD")
        {
            _known[draft.Actor.Tenant].Learn(answer.Json(out _));
        }
    }
}
