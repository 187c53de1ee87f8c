using System.Reflection;
using Audit.Domain.Common;
using Audit.Domain.History;

namespace Audit.Domain.Tests.History;

/// <summary>Sealed entries, and what somebody with access to the store does to them.</summary>
internal static class Chain
{
    /// <summary>Of one incident: opened, and then moved to and fro.</summary>
    public static IReadOnlyList<HistoryEntry> Of(int length, string tenantId = Given.Tenant)
    {
        var (end, entries) = (ChainEnd.Start(tenantId), new List<HistoryEntry>());
        for (var i = 0; i < length; i++)
        {
            var entry = HistoryEntry.Of(
                new Subject(tenantId, SubjectType.Incident, "inc_01k5m8z0c2e9v7q4t6x8y1w3ra"),
                i == 0 ? HistoryAction.Created : HistoryAction.StatusChanged,
                Given.Analyst,
                Given.Start.AddSeconds(i),
                i == 0 ? null : "open",
                i == 0 ? "open" : "investigating",
                $"note {i}");
            end = entry.Seal(end, "req_1", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
            entries.Add(entry);
        }

        return entries;
    }

    /// <summary>Writes over a member, as SQL would.</summary>
    public static HistoryEntry Set(this HistoryEntry entry, string member, object? value)
    {
        typeof(HistoryEntry).GetProperty(member, BindingFlags.Public | BindingFlags.Instance)!.SetValue(entry, value);
        return entry;
    }

    /// <summary>Gives it the hash that its content has now.</summary>
    public static HistoryEntry Rehash(this HistoryEntry entry) => entry.Set(nameof(HistoryEntry.Hash), CanonicalEntry.HashOf(entry));
}
