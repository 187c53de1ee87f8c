namespace Audit.Domain.Incidents;

/// <summary>What a resolved incident turned out to be.</summary>
public enum Resolution
{
    TruePositive,
    Benign,
    FalsePositive,
    Duplicate,
    Undetermined,
}

/// <summary>How an incident ends; what is null is not said.</summary>
/// <param name="Resolution">What it turned out to be.</param>
/// <param name="Note">Why, in the analyst's words. Goes with any move; kept on the incident while it is resolved or closed.</param>
/// <param name="DuplicateOf">The incident it repeats, as the caller names it; only with <see cref="Incidents.Resolution.Duplicate"/>.</param>
public sealed record Outcome(Resolution? Resolution = null, string? Note = null, string? DuplicateOf = null)
{
    public static readonly Outcome None = new();
}
