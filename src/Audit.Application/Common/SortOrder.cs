namespace Audit.Application.Common;

/// <summary>What a list is sorted by. Of equal severities the newest stands first; of equal times the id decides, in the same direction.</summary>
public enum SortKey
{
    CreatedAt,
    UpdatedAt,
    Severity,
}

/// <summary>A list's order. It is always total: the id decides last.</summary>
public readonly record struct SortOrder(SortKey Key, bool IsDescending)
{
    public static readonly SortOrder NewestFirst = new(SortKey.CreatedAt, IsDescending: true);

    private static readonly Dictionary<string, SortOrder> s_byName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["created_at"] = new(SortKey.CreatedAt, IsDescending: false),
        ["-created_at"] = NewestFirst,
        ["updated_at"] = new(SortKey.UpdatedAt, IsDescending: false),
        ["-updated_at"] = new(SortKey.UpdatedAt, IsDescending: true),
        ["severity"] = new(SortKey.Severity, IsDescending: false),
        ["-severity"] = new(SortKey.Severity, IsDescending: true),
    };

    /// <summary>The orders that can be asked for; a minus turns one round.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_byName.Keys];

    /// <summary>Those that a cursor can walk.</summary>
    public static IReadOnlyList<string> WalkableNames { get; } = [.. s_byName.Where(n => n.Value.Key == SortKey.CreatedAt).Select(n => n.Key)];

    public static bool IsName(string text) => s_byName.ContainsKey(text);

    /// <summary>The order of that name; newest first where none is named.</summary>
    public static SortOrder Of(string? name) => name is null ? NewestFirst : s_byName[name];
}
