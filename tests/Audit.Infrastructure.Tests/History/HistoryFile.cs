using Audit.Application.Common;
using Audit.Application.History;
using Audit.Infrastructure.Tests.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Infrastructure.Tests.History;

/// <summary>A copy of the file, in the hands of somebody who can write to it.</summary>
internal sealed class HistoryFile(string path) : IAsyncDisposable
{
    // of connections that end at once: a pooled one would go on showing pages that it read before
    private readonly ServiceProvider _provider = StoreProvider.OnFile(path + ";Pooling=False");

    public string Path => path;

    /// <summary>Runs the statements while the triggers that keep history append-only are away.</summary>
    public async Task ExecuteAsync(string sql)
    {
        var triggers = await RawSqlite.ReadAsync(path, "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name");
        triggers.Should().NotBeEmpty();
        var drop = string.Concat(triggers.Where((_, i) => i % 2 == 0).Select(name => $"DROP TRIGGER {name};"));
        var make = string.Concat(triggers.Where((_, i) => i % 2 == 1).Select(text => text + ";"));
        await RawSqlite.ExecuteAsync(path, $"{drop}{sql};{make}");
    }

    /// <summary>Writes an entry's columns over, and the hashes of it and of all that follow, as the service would have done.</summary>
    public async Task WriteAnewAsync(long sequence, params (string Column, object Value)[] changes)
    {
        await using var session = Open();
        var rows = await Chain.ReadAsync(session.Db, WholeHistory.Tenant);
        var previous = sequence == 1 ? new string('0', 64) : (string)rows[(int)sequence - 2]["hash"];
        foreach (var row in rows.Skip((int)sequence - 1))
        {
            var anew = new Dictionary<string, object>(row, StringComparer.Ordinal) { ["previous_hash"] = previous };
            foreach (var (column, value) in row["sequence"].Equals(sequence) ? changes : [])
            {
                anew[column] = value;
            }

            previous = Chain.HashOf(anew);
            anew["hash"] = previous;
            var set = string.Join(", ", anew.Where(c => c.Key != "sequence").Select(c => $"\"{c.Key}\" = '{c.Value}'"));
            await ExecuteAsync($"UPDATE history SET {set} WHERE tenant_id = '{WholeHistory.Tenant}' AND sequence = {row["sequence"]}");
        }

        await ExecuteAsync($"UPDATE history_ends SET hash = '{previous}' WHERE tenant_id = '{WholeHistory.Tenant}'");
    }

    /// <summary>Puts a row like another one in, as anybody can: no trigger is away.</summary>
    /// <param name="sequence">Its sequence, as SQL.</param>
    /// <param name="like">The sequence of the other one.</param>
    /// <param name="changes">What else differs, as SQL.</param>
    public async Task ForgeAsync(string sequence, long like, params (string Column, string Value)[] changes)
    {
        var values = changes.Append(("sequence", sequence)).ToDictionary(StringComparer.Ordinal);
        var columns = await ReadAsync("SELECT name FROM pragma_table_info('history')");
        var select = string.Join(", ", columns.Select(c => values.GetValueOrDefault(c, $"\"{c}\"")));
        var rows = await RawSqlite.ExecuteAsync(path, $"INSERT INTO history SELECT {select} FROM history WHERE tenant_id = '{WholeHistory.Tenant}' AND sequence = {like}");
        rows.Should().Be(1);
    }

    /// <summary>Makes the table of the history anew, with the same rows and without its key, and then that entry a second time.</summary>
    public Task DoubleAsync(long sequence) => ExecuteAsync(
        $"""
        CREATE TABLE keyless AS SELECT * FROM history; DROP TABLE history; ALTER TABLE keyless RENAME TO history;
        INSERT INTO history SELECT * FROM history WHERE tenant_id = '{WholeHistory.Tenant}' AND sequence = {sequence}
        """);

    /// <summary>Verifies part by part until there is something wrong, or nothing more.</summary>
    public async Task<VerificationDto> VerifyInPartsAsync(int limit)
    {
        for (var from = 1L; ;)
        {
            var part = await VerifyAsync(from, limit);
            if (!part.Valid || part.Checked == 0)
            {
                return part;
            }

            from = part.LastSequence + 1;
        }
    }

    /// <summary>What the entry's hash is.</summary>
    public async Task<string> HashOfAsync(long sequence) =>
        sequence == 0 ? new string('0', 64) : (await ReadAsync($"SELECT hash FROM history WHERE tenant_id = '{WholeHistory.Tenant}' AND sequence = {sequence}"))[0];

    public Task<IReadOnlyList<string>> ReadAsync(string sql) => RawSqlite.ReadAsync(path, sql);

    public byte[] ReadBytes() => File.ReadAllBytes(path);

    public void WriteByte(int position, byte value)
    {
        using var file = new FileStream(path, FileMode.Open);
        file.Position = position;
        file.WriteByte(value);
    }

    /// <summary>Takes away all from that sequence on.</summary>
    public Task DeleteFromAsync(long sequence) => ExecuteAsync($"DELETE FROM history WHERE tenant_id = '{WholeHistory.Tenant}' AND sequence >= {sequence}");

    public Session Open(string tenantId = WholeHistory.Tenant) => Session.Of(_provider, tenantId);

    public async Task<VerificationDto> VerifyAsync(long from = 1, int limit = Limits.VerifiedEntries, (long Sequence, string Hash)? expected = null)
    {
        await using var session = Open();
        return await session.VerifyAsync(from, limit, expected);
    }

    public ValueTask DisposeAsync() => _provider.DisposeAsync();
}
