using System.Globalization;

namespace Audit.Trials.Loading;

/// <summary>What all phases work with.</summary>
/// <param name="File">The store.</param>
/// <param name="Shelves">A shelf for each tenant.</param>
/// <param name="Books">All that was written.</param>
/// <param name="Report">What was done and found.</param>
/// <param name="Settings">The numbers that the trial is held with.</param>
/// <param name="End">Ends it early.</param>
internal sealed record LoadRun(string File, IReadOnlyList<Shelf> Shelves, Books Books, TrialReport Report, TrialSettings Settings, CancellationToken End)
{
    public static readonly (string Key, string Value) Unlimited = ("RateLimiting__Enabled", "false");

    /// <summary>Fewer than the connections that the service takes, so that each is to be answered.</summary>
    private const int MostUnderWay = 3000;

    public int Clients => (int)Settings["clients"];

    public int Seed => (int)Settings["seed"];

    public TimeSpan BurstTime => TimeSpan.FromSeconds(Settings["burst-seconds"]);

    /// <summary>Whether times and memory are judged, not only shown.</summary>
    public bool IsTimed => Settings["timed"] > 0;

    public Task<Server> StartAsync(int actors, params IEnumerable<(string Key, string Value)> settings) => Server.StartAsync(File, Shelves, actors, settings);

    public Sender Sender(Server server) => new(server.Address, Books, Report);

    /// <summary>A broken promise about times or memory.</summary>
    public void Untimely(string phase, string what)
    {
        if (IsTimed)
        {
            Report.Violation($"{phase}: {what}");
        }
        else
        {
            Report.Figure(phase + ": not judged", what);
        }
    }

    public void Figure(string name, FormattableString text) => Report.Figure(name, text.ToString(CultureInfo.InvariantCulture));

    /// <summary>What has just started is slow at first, and isn't judged then.</summary>
    public Task WarmUpAsync(Sender sender, Server server, double rate) =>
        SendAsync(sender, server.Actors, rate, TimeSpan.FromSeconds(Math.Min(5, Settings["seconds"])), Clients, Tolerance.Refusal);

    /// <summary>The usual requests at the usual rate; were they not answered for a while, there would not be ever more of them.</summary>
    public Task<double> SendUsualAsync(Sender sender, IReadOnlyList<Actor> actors, double rate, TimeSpan time, Tolerance tolerance) =>
        SendAsync(sender, actors, rate, time, Clients * 4, tolerance);

    /// <summary>Many times as many, however many are answered.</summary>
    public Task<double> SendBurstAsync(Sender sender, IReadOnlyList<Actor> actors, double rate) =>
        SendAsync(sender, actors, rate * Settings["burst"], BurstTime, MostUnderWay, Tolerance.Refusal);

    private Task<double> SendAsync(Sender sender, IReadOnlyList<Actor> actors, double rate, TimeSpan time, int mostUnderWay, Tolerance tolerance)
    {
        var mix = new Mix(Seed);
        return Pace.OpenAsync(rate, time, sender, mostUnderWay, number => sender.SendAsync(Next(actors[number % actors.Count]), tolerance), Report, End);

        Call Next(Actor actor)
        {
            lock (mix)
            {
                return mix.Next(actor);
            }
        }
    }
}
