using System.Runtime.CompilerServices;
using Audit.Application.Common;
using Audit.Application.History;
using Audit.Domain.Common;
using Audit.Domain.History;
using Audit.Infrastructure.Persistence;
using Audit.Infrastructure.Persistence.Reading;
using Microsoft.EntityFrameworkCore;

namespace Audit.Infrastructure.History;

internal sealed class HistoryReader(AuditDbContext db, ReadTurns turns) : IHistoryReader
{
    /// <summary>Where an answer ends although more entries were wanted.</summary>
    private const int MaxCharacters = 4_000_000;

    private static readonly string s_moved = WireName.Of(HistoryAction.StatusChanged);
    private static readonly string s_incident = WireName.Of(SubjectType.Incident);
    private static readonly string s_anomaly = WireName.Of(SubjectType.Anomaly);

    public async Task<IReadOnlyList<HistoryEntryDto>> ListAsync(string tenantId, long fromSequence, int count, CancellationToken cancellationToken)
    {
        using var turn = await turns.EnterAsync(ReadLength.Long, tenantId, cancellationToken);
        var entries = new List<HistoryEntryDto>();
        var characters = 0;
        await foreach (var entry in From(tenantId, fromSequence).Take(count).Select(HistoryProfile.ToDto).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            entries.Add(entry);
            characters += entry.Note?.Length ?? 0;
            if (characters > MaxCharacters)
            {
                break;
            }
        }

        return entries;
    }

    public async Task<Page<HistoryEntryDto>> ListAboutAsync(string tenantId, SubjectType type, string id, PageRequest page, CancellationToken cancellationToken)
    {
        using var turn = await turns.EnterAsync(ReadLength.Short, tenantId, cancellationToken);
        var subjectType = WireName.Of(type);
        var about = db.History.AsNoTracking().Where(e => e.TenantId == tenantId && e.SubjectId == id && e.SubjectType == subjectType);
        var total = await about.LongCountAsync(cancellationToken);
        var offset = (page.Number - 1L) * page.Size;
        IReadOnlyList<HistoryEntryDto> items = offset >= total
            ? []
            : await about.OrderBy(e => e.Sequence).Skip((int)offset).Take(page.Size).Select(HistoryProfile.ToDto).ToListAsync(cancellationToken);
        return new Page<HistoryEntryDto>(items, total, TotalIsLowerBound: false, offset + items.Count < total);
    }

    public async Task<ChainEnd> EndAsync(string tenantId, CancellationToken cancellationToken)
    {
        using var turn = await turns.EnterAsync(ReadLength.Short, tenantId, cancellationToken);
        return (await db.ChainEnds.AsNoTracking().SingleOrDefaultAsync(e => e.TenantId == tenantId, cancellationToken))?.End ?? ChainEnd.Start(tenantId);
    }

    public IAsyncEnumerable<HistoryEntry> ReadStored(string tenantId, long fromSequence, int count) =>
        Breathing(tenantId, db.StoredHistory(tenantId, fromSequence, count).AsNoTracking().AsAsyncEnumerable());

    public async Task<IReadOnlyDictionary<string, string>> StatusesAsync(string tenantId, SubjectType type, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        using var turn = await turns.EnterAsync(ReadLength.Long, tenantId, cancellationToken);
        var table = type == SubjectType.Incident ? "incidents" : "anomalies";
        // the order of a cross join is SQLite's too; of another it would go through the tenant's whole index for each thing
        var rows = await db.Set<StoredStatus>()
            .FromSqlRaw($"SELECT t.id, {db.TextOf("t.status")} AS status FROM {db.ListFromJson(1)} AS wanted CROSS JOIN {table} AS t WHERE t.tenant_id = {{0}} AND t.id = wanted.value", tenantId, StringListConverter.ToJson(ids))
            .ToListAsync(cancellationToken);
        return rows.GroupBy(r => r.Id, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count() == 1 ? g.First().Status : "", StringComparer.Ordinal);
    }

    /// <summary>In SQLite a forged text or blob is more than any number, and would be the last.</summary>
    public async Task<IReadOnlyDictionary<string, long>> LastMovesAsync(string tenantId, IReadOnlyList<string> subjectIds, CancellationToken cancellationToken)
    {
        using var turn = await turns.EnterAsync(ReadLength.Long, tenantId, cancellationToken);
        return await db.Set<StoredMove>()
            .FromSqlRaw(
                $"SELECT subject_id AS id, MAX(sequence) AS sequence FROM history WHERE tenant_id = {{0}} AND sequence <= {long.MaxValue} AND action = '{s_moved}' AND subject_id IN {db.ListFromJson(1)} GROUP BY subject_id",
                tenantId,
                StringListConverter.ToJson(subjectIds))
            .ToDictionaryAsync(m => m.Id, m => m.Sequence, StringComparer.Ordinal, cancellationToken);
    }

    public async Task<string?> FindWithoutHistoryAsync(string tenantId, CancellationToken cancellationToken)
    {
        using var turn = await turns.EnterAsync(ReadLength.Long, tenantId, cancellationToken);
        return await db.Incidents
                .Where(i => i.TenantId == tenantId && !db.History.Any(e => e.TenantId == i.TenantId && e.SubjectId == i.Id && e.SubjectType == s_incident))
                .Select(i => i.Id).FirstOrDefaultAsync(cancellationToken)
            ?? await db.Anomalies
                .Where(a => a.TenantId == tenantId && !db.History.Any(e => e.TenantId == a.TenantId && e.SubjectId == a.Id && e.SubjectType == s_anomaly))
                .Select(a => a.Id).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>SQLite answers without ever letting go of its thread: now and then others get it, and the caller's leaving is noticed.</summary>
    private async IAsyncEnumerable<HistoryEntry> Breathing(string tenantId, IAsyncEnumerable<HistoryEntry> entries, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        const int Breath = 250;
        using var turn = await turns.EnterAsync(ReadLength.Long, tenantId, cancellationToken);
        var read = 0;
        await foreach (var entry in entries.WithCancellation(cancellationToken))
        {
            if (++read % Breath == 0)
            {
                await Task.Yield();
                cancellationToken.ThrowIfCancellationRequested();
            }

            yield return entry;
        }
    }

    private IQueryable<HistoryEntry> From(string tenantId, long sequence) =>
        db.History.AsNoTracking().Where(e => e.TenantId == tenantId && e.Sequence >= sequence).OrderBy(e => e.Sequence);
}
