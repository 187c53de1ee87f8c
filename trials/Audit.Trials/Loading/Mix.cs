using System.Globalization;

namespace Audit.Trials.Loading;

/// <summary>Decides by its seed what is asked next: seven reads for three writes. Not for two threads.</summary>
internal sealed class Mix(int seed)
{
    private static readonly string[] s_severities = ["low", "medium", "high", "critical"];
    private static readonly string[] s_words = ["failed login", "impossible", "密码", "export", "登录"];
    private readonly Random _random = new(seed);

    public Call Next(Actor actor)
    {
        var isIncident = _random.Next(2) == 0;
        var path = isIncident ? Calls.Incidents : Calls.Anomalies;
        if (actor.Shelf.Any(_random, isIncident) is not { } thing)
        {
            return isIncident ? Calls.Open(actor, Severity()) : Calls.Report(actor, Severity());
        }

        return _random.Next(100) switch
        {
            < 34 => new Call(actor, "get", "GET", $"{path}/{thing.Id}") { Says = thing.Id },
            < 48 => new Call(actor, "list", "GET", $"{path}?severity={Severity()}&page={Number(5)}"),
            < 56 => new Call(actor, "search", "GET", $"{path}?search={Uri.EscapeDataString(s_words[_random.Next(s_words.Length)])}"),
            < 60 => new Call(actor, "stats", "GET", path + "/stats") { Says = "by_severity" },
            < 68 => new Call(actor, "history", "GET", $"{path}/{thing.Id}/{(isIncident ? "timeline" : "history")}") { Says = thing.Id },
            < 70 => new Call(actor, "verify", "GET", $"/admin/audit/history/verify?limit=500&from_sequence={Number(50)}") { Says = "\"valid\":true" },
            < 79 => isIncident ? Calls.Open(actor, Severity()) : Calls.Report(actor, Severity()),
            < 87 => Calls.Move(actor, thing, _random.Next(2) == 0),
            < 96 => Calls.Comment(actor, thing),
            < 98 => Calls.Batch(actor, Severity(), number: 20, words: 40),
            _ => Calls.CommentMany(actor, isIncident, actor.Shelf.Some(_random, isIncident, 10)),
        };
    }

    private string Severity() => s_severities[_random.Next(s_severities.Length)];

    private string Number(int most) => _random.Next(1, most + 1).ToString(CultureInfo.InvariantCulture);
}
