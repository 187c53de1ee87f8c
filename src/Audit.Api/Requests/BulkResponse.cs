using Audit.Api.Problems;

namespace Audit.Api.Requests;

/// <summary>What became of a bulk change.</summary>
public sealed class BulkResponse(IReadOnlyList<BulkItem> results, DateTimeOffset timestamp) : Envelope(timestamp)
{
    /// <summary>One for each id, in the order sent.</summary>
    public IReadOnlyList<BulkItem> Results { get; } = results;
}

/// <summary>What became of one of the things.</summary>
public sealed class BulkItem
{
    /// <summary>The id as it was sent.</summary>
    /// <example>inc_01k5m8z0c2e9v7q4t6x8y1w3ra</example>
    public string Id { get; init; } = "";

    /// <summary>Whether it is now as it was asked for; also where it was so before.</summary>
    /// <example>true</example>
    public bool Ok { get; init; }

    /// <summary>Its version now; absent where it was refused.</summary>
    /// <example>2</example>
    public long? Version { get; init; }

    /// <summary>Why it was refused: the Problem that the same change of it alone would have been answered with. Absent where it wasn't.</summary>
    public Problem? Problem { get; init; }
}
