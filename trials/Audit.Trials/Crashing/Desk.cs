using System.Globalization;

namespace Audit.Trials.Crashing;

/// <summary>Decides by its seed what a writer does next with its things.</summary>
internal sealed class Desk(string name, int seed, Ledger ledger)
{
    private const int AtHand = 6;
    private static readonly string[] s_severities = ["low", "medium", "high", "critical"];
    private readonly Random _random = new(seed);
    private readonly IncidentWrites _incidents = new(ledger);
    private readonly AnomalyWrites _anomalies = new(ledger);
    private int _made;

    private CommonWrites Common => new(ledger, _incidents);

    /// <summary>Always one that is allowed.</summary>
    public Write Next()
    {
        var incident = Any(Picture.Incident, p => p.Status != "closed");
        var anomaly = Any(Picture.Anomaly, _ => true);
        if (incident is null || anomaly is null || ledger.Newest(Picture.Anomaly, AtHand).Count < 3)
        {
            return Coin() ? IncidentWrites.Open(Fresh(), Severity(), Key()) : AnomalyWrites.Report(Fresh(), Severity(), Coin() ? "ext-" + Fresh() : null, Key());
        }

        return _random.Next(22) switch
        {
            0 or 1 => IncidentWrites.Open(Fresh(), Severity(), Key()),
            2 or 3 => _incidents.OpenFor(Fresh(), Severity(), [.. ledger.Newest(Picture.Anomaly, 3).Take(2)], Key()),
            4 or 5 or 6 => MoveIncident(incident),
            7 or 8 => _incidents.Edit(incident, Fresh(), Severity(), Coin()),
            9 => Common.Comment(Coin() ? incident : anomaly, "评论 " + Fresh(), Key()),
            10 => Common.Assign(Coin() ? incident : anomaly, Fresh(), Key()),
            11 or 12 => AnomalyWrites.Report(Fresh(), Severity(), Coin() ? "ext-" + Fresh() : null, Key()),
            13 => AnomalyWrites.Batch([.. Enumerable.Range(0, _random.Next(2, 30)).Select(_ => Fresh())], Severity(), ledger[anomaly].ExternalId),
            14 or 15 => MoveAnomaly(anomaly),
            16 or 17 => _anomalies.Link(anomaly, incident, Key()),
            18 or 19 => Any(Picture.Anomaly, p => p.EscalatedTo is null) is { } free ? _anomalies.Escalate(free, Fresh(), Key()) : MoveAnomaly(anomaly),
            _ => ChangeMany(),
        };
    }

    private Write MoveIncident(string id)
    {
        var status = ledger[id].Status switch
        {
            "open" => _random.Next(3) switch { 0 => "investigating", 1 => "contained", _ => "resolved" },
            "investigating" => Coin() ? "contained" : "resolved",
            "contained" => Coin() ? "investigating" : "resolved",
            _ => Coin() ? "closed" : "investigating",
        };
        return _incidents.Move(id, status, Coin() ? "因为 " + Fresh() : null, cascade: Coin(), isConditional: Coin());
    }

    private Write MoveAnomaly(string id)
    {
        var status = ledger[id].Status switch
        {
            "open" => _random.Next(3) switch { 0 => "acknowledged", 1 => "investigating", _ => "dismissed" },
            "acknowledged" => Coin() ? "investigating" : "resolved",
            "investigating" => Coin() ? "resolved" : "dismissed",
            _ => "open",
        };
        return _anomalies.Move(id, status, Coin() ? Fresh() : null, Coin() ? "因为 " + Fresh() : null, isConditional: Coin());
    }

    private Write ChangeMany()
    {
        var open = ledger.Newest(Picture.Incident, AtHand).Where(id => ledger[id].Status != "closed").ToList();
        var unresolved = open.Where(id => ledger[id].IsUnresolved).ToList();
        return _random.Next(4) switch
        {
            0 => Common.AssignAll(open, Fresh()),
            1 when unresolved.Count > 0 => Common.ResolveAll(unresolved),
            2 => Common.CommentAll(ledger.Newest(Picture.Anomaly, AtHand), "评论 " + Fresh()),
            _ => Common.CommentAll(open, "评论 " + Fresh()),
        };
    }

    private string? Any(string kind, Func<Picture, bool> fits)
    {
        var fitting = ledger.Newest(kind, AtHand).Where(id => fits(ledger[id])).ToList();
        return fitting.Count == 0 ? null : fitting[_random.Next(fitting.Count)];
    }

    private bool Coin() => _random.Next(2) == 0;

    private string Severity() => s_severities[_random.Next(s_severities.Length)];

    private string? Key() => Coin() ? "key-" + Fresh() : null;

    /// <summary>A word that nobody else has said.</summary>
    private string Fresh() => string.Create(CultureInfo.InvariantCulture, $"{name}n{++_made}x");
}
