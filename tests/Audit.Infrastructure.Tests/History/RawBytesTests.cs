using System.Text;
using Audit.Infrastructure.Tests.Stores;
using FluentAssertions.Execution;
using Microsoft.Data.Sqlite;

namespace Audit.Infrastructure.Tests.History;

/// <summary>
/// Bytes of a row that were flipped in the file itself, past SQLite: the indexes on the row still say what it said before
/// (SQLite file format, section 2.1: the record's header has the values' types, its body the values).
/// </summary>
public sealed class RawBytesTests(WholeHistory whole) : IClassFixture<WholeHistory>
{
    [Theory]
    [InlineData(2)]
    [InlineData(6)]
    [InlineData(WholeHistory.Length)]
    public async Task Verify_WhenAnyByteOfARowsValuesIsFlipped_NamesTheRow(int sequence)
    {
        await using var file = whole.Copy();
        var bytes = file.ReadBytes();
        var (_, body, end) = await FindAsync(file, sequence);
        using var scope = new AssertionScope();
        for (var position = body; position < end; position++)
        {
            foreach (var mask in new byte[] { 0x01, 0x80 })
            {
                file.WriteByte(position, (byte)(bytes[position] ^ mask));
                (await file.VerifyAsync()).Should().BeEquivalentTo(
                    new { Valid = false, BrokenAt = (long)sequence, Checked = sequence - 1L }, "byte {0} of the values was flipped by {1}", position - body, mask);
                file.WriteByte(position, bytes[position]);
            }
        }

        (await file.VerifyAsync()).Valid.Should().BeTrue();
    }

    [Fact]
    public async Task Verify_WhenAnyBitOfARowsTypesIsFlipped_NeverFindsItRight()
    {
        const int Sequence = 6;
        await using var file = whole.Copy();
        var bytes = file.ReadBytes();
        var (header, body, _) = await FindAsync(file, Sequence);
        using var scope = new AssertionScope();
        for (var position = header; position < body; position++)
        {
            // one zero written as two bytes is the same zero
            for (var bit = 0; bit < (bytes[position] == 0 ? 7 : 8); bit++)
            {
                file.WriteByte(position, (byte)(bytes[position] ^ (1 << bit)));
                (await BrokenAtAsync(file) is null or Sequence).Should().BeTrue("bit {0} of byte {1} of the types was flipped", bit, position - header);
                file.WriteByte(position, bytes[position]);
            }
        }
    }

    [Fact]
    public async Task Verify_WhenOnlyTheRowSaysAnotherSequenceOrTenant_NamesTheRow()
    {
        await using var file = whole.Copy();
        var (_, body, _) = await FindAsync(file, 6);
        file.WriteByte(body + WholeHistory.Tenant.Length, 5);
        // the index finds it all the same
        (await file.ReadAsync($"SELECT count(*) FROM history WHERE tenant_id = '{WholeHistory.Tenant}' AND sequence = 6")).Should().Equal("1");
        (await file.VerifyAsync()).Should().BeEquivalentTo(new { BrokenAt = 6L, Reason = "missing_entry" });

        file.WriteByte(body + WholeHistory.Tenant.Length, 6);
        file.WriteByte(body, (byte)'u');
        (await file.VerifyAsync()).Should().BeEquivalentTo(new { BrokenAt = 6L, Reason = "hash_mismatch" });
    }

    /// <summary>Null where the database itself finds the row damaged.</summary>
    private static async Task<long?> BrokenAtAsync(HistoryFile file)
    {
        try
        {
            var found = await file.VerifyAsync();
            return found.Valid ? 0 : found.BrokenAt;
        }
        catch (SqliteException e) when (e.SqliteErrorCode == SQLitePCL.raw.SQLITE_CORRUPT)
        {
            return null;
        }
    }

    /// <summary>Where the row's record begins in the file, where its values begin, and where they end.</summary>
    private static async Task<(int Header, int Body, int End)> FindAsync(HistoryFile file, int sequence)
    {
        var row = await file.ReadAsync($"SELECT subject_type, hash FROM history WHERE tenant_id = '{WholeHistory.Tenant}' AND sequence = {sequence}");
        var bytes = file.ReadBytes();
        // in the indexes no subject type follows the sequence
        var body = bytes.AsSpan().IndexOf([.. Encoding.UTF8.GetBytes(WholeHistory.Tenant), (byte)sequence, .. Encoding.UTF8.GetBytes(row[0])]);
        body.Should().BePositive();
        var hash = Encoding.UTF8.GetBytes(row[1]);
        // the header begins with its own length, which is more than one byte for each of the 18 columns
        var length = Enumerable.Range(19, 40).First(n => bytes[body - n] == n);
        return (body - length, body, body + bytes.AsSpan(body).IndexOf(hash) + hash.Length);
    }
}
