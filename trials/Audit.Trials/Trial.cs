namespace Audit.Trials;

/// <summary>One of the trials.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Claim">What it tries to refute.</param>
/// <param name="Options">The numbers that it can be given.</param>
/// <param name="RunAsync">Holds it. Throws <see cref="TrialException"/> where it can't be held; what it finds goes into the report.</param>
internal sealed record Trial(string Name, string Claim, IReadOnlyList<TrialOption> Options, Func<TrialSettings, TrialReport, CancellationToken, Task> RunAsync);

/// <summary>A number that a trial can be given.</summary>
/// <param name="Name">Without its dashes: <c>seed</c> for <c>--seed</c>.</param>
/// <param name="Default">What it is when it isn't given.</param>
/// <param name="Least">The least that it can be.</param>
/// <param name="Meaning">What it says, unit included.</param>
internal sealed record TrialOption(string Name, long Default, long Least, string Meaning);

/// <summary>The numbers that a trial is held with.</summary>
internal sealed class TrialSettings(IReadOnlyDictionary<string, long> numbers)
{
    public long this[string option] => numbers[option];

    /// <summary>All defaults but those given.</summary>
    public static TrialSettings Of(Trial trial, params (string Option, long Value)[] given) =>
        new(trial.Options.ToDictionary(o => o.Name, o => given.Where(g => g.Option == o.Name).Select(g => (long?)g.Value).LastOrDefault() ?? o.Default, StringComparer.Ordinal));
}
