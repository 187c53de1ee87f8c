using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Audit.Domain.Common;
using Audit.Domain.History;

namespace Audit.Domain.Tests.History;

/// <summary>
/// The expected texts and hashes are not our code's: they were computed with Python's
/// <c>hashlib.sha256(json.dumps(entry, sort_keys=True, separators=(',', ':'), ensure_ascii=False).encode())</c>.
/// </summary>
public sealed class CanonicalEntryTests
{
    private const string TraceId = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static readonly DateTimeOffset s_noon = new(2026, 4, 3, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Write_WhenEveryMemberIsThere_IsCanonicalJson()
    {
        var entry = HistoryEntry.Of(
            new Subject("tnt_abc123", SubjectType.Anomaly, "ano_01k5m8z0c2e9v7q4t6x8y1w3ra"),
            HistoryAction.StatusChanged,
            new Actor("usr_analyst001", "Zhang San", "tnt_home"),
            s_noon.AddMilliseconds(7),
            "open",
            "dismissed",
            "false_positive");
        entry.Seal(new ChainEnd("tnt_abc123", 41, "ee0874170b7f6f32b8c2ac9573c428d35b575270a66b757c2c0185d2bd09718d"), "req_1", TraceId);

        CanonicalEntry.Write(entry).Should().Be(
            """{"action":"status_changed","actor_id":"usr_analyst001","actor_name_sha256":"6abf2578727b07c8c1a90dc0e5c08506e2f561d9fc733d867e613114584841a9","actor_tenant_id":"tnt_home","from":"open","note_sha256":"040afb118cf89f0153a5d7d17671dd81e2103fe648fe52c1a964022ee07b815f","occurred_at":"2026-04-03T12:00:00.007Z","previous_hash":"ee0874170b7f6f32b8c2ac9573c428d35b575270a66b757c2c0185d2bd09718d","request_id":"req_1","sequence":42,"subject_id":"ano_01k5m8z0c2e9v7q4t6x8y1w3ra","subject_type":"anomaly","tenant_id":"tnt_abc123","to":"dismissed","trace_id":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}""");
        entry.Hash.Should().Be("044d5362d74e6af187b4b56374649287c366162e632a06e7bc59403851e59100");
    }

    [Fact]
    public void Write_WhenMembersAreAbsent_LeavesThemOut()
    {
        var entry = Sealed();

        CanonicalEntry.Write(entry).Should().Be(
            """{"action":"created","actor_id":"usr_1","occurred_at":"2026-04-03T12:00:00.000Z","previous_hash":"0000000000000000000000000000000000000000000000000000000000000000","request_id":"req_1","sequence":1,"subject_id":"inc_01k5m8z0c2e9v7q4t6x8y1w3ra","subject_type":"incident","tenant_id":"tnt_abc123","trace_id":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}""");
        entry.Hash.Should().Be("75de24eddd974d505acdc380b6d818135a3fb6b90bc7286cc0e349dcb961e9af");
    }

    [Theory]
    [InlineData("a\"b", """a\"b""", "3135c46d45bbaebe830d29458eae6171a54eec4f36929c1850edc71ebf43c133")]
    [InlineData("a\\b", """a\\b""", "06fe8d6d840c67a8a68c2e7d5689322afc67d11b2c085ddb61c895d3176bc391")]
    [InlineData("\b", """\b""", "12502c8b5c12d101a18805fb93fe5ad8aa498cb97cf8b3617afc92db15259d2d")]
    [InlineData("\t", """\t""", "84b8b6ce5a51a43c88e302e43b3377705129cced9da6df18b7d2577b6cfabec0")]
    [InlineData("\n", """\n""", "18a868eb5fe84adcf131115375350b2ffbaf6a6c476ead5caf6efc45cfe027b0")]
    [InlineData("\f", """\f""", "cbbd85a2bc31212fcd4fa037f393ea7008d46e98f00b9f0fd86d68ebf073a553")]
    [InlineData("\r", """\r""", "3094e3c8a45b0d38bc8d326c2cf7c4d54dc95cf17294f91f56647d78ac729264")]
    [InlineData("\0", """\u0000""", "d8d917db787b39d4b8820deebb0506a9be4316f60f86c6043eafce96709fa902")]
    [InlineData("\u0001", """\u0001""", "185b12fda86290a180a41446a05104edf06380f0c4582a2a143100ad3c34934c")]
    [InlineData("\u001f", """\u001f""", "7ec7853fc8c43431e22f15d61d24d553222fe3e69ba279b4f754c6d85b8b108c")]
    [InlineData("\u007f", "\u007f", "1d2711fb4327e22b69556803139fe6b09e615c03aebd6ba9a263468eded2b95b")]
    [InlineData("\u0085", "\u0085", "95aa9cfef1fba07dd3615635a689e42af1c749f4572fa2e183ea01fdb6e4bcfd")]
    [InlineData("a/b", "a/b", "3c6cfffdbe581653e5431eb7a054387f7c2651666ac838d949ab56a6f3e496d9")]
    [InlineData("<&>'+", "<&>'+", "308c12d73a9202fc42c7738d07f7660663d023e1d4e16eec029462702591a089")]
    [InlineData("é", "é", "e671038fc18faea42fdc4c0ba48ac1133285483df447dd8b816f2fd261ab1019")]
    [InlineData("事件", "事件", "8b6e10e2f4ad26e5c8e7ac3d5078c474e455e72dced808e385fb120f94d0290c")]
    [InlineData("\u2028", "\u2028", "111ad9aea79f81333206f5ea1639e3d42f59cb0a092cbc89f1cc6cb891f5de95")]
    [InlineData("\u2029", "\u2029", "ac948f19c1c3b036a1d81cc0baf12a9cb5ae5b1b1816187c09ec61c404313afd")]
    [InlineData("\ufeff", "\ufeff", "a318a5567d607221fbabb05fe4261c6092912679119aa1c4ccbd3f8c8d10c2cf")]
    [InlineData("😀𝒜", "😀𝒜", "6a4330f7c3863a6893f80f18b842e997bd581d82046a34b0a140b57a19235df1")]
    public void Write_WhenTextNeedsEscaping_EscapesOnlyWhatRfc8785Escapes(string to, string written, string hash)
    {
        var entry = Sealed(to: to);

        CanonicalEntry.Write(entry).Should().Contain($"\"tenant_id\":\"tnt_abc123\",\"to\":\"{written}\",\"trace_id\"");
        entry.Hash.Should().Be(hash);
    }

    [Fact]
    public void Write_WhenReadByAnotherParser_GivesBackWhatWentIn()
    {
        var random = new Random(8785);
        for (var i = 0; i < 500; i++)
        {
            var (from, to) = (Text(random), Text(random));

            using var read = JsonDocument.Parse(CanonicalEntry.Write(Sealed(from: from, to: to)));

            read.RootElement.GetProperty("from").GetString().Should().Be(from);
            read.RootElement.GetProperty("to").GetString().Should().Be(to);
            read.RootElement.EnumerateObject().Select(p => p.Name).Should().BeInAscendingOrder(StringComparer.Ordinal);
        }
    }

    [Fact]
    public void Write_WhenTextLooksLikeJson_StaysOneString()
    {
        Sealed(from: "a\",\"to\":\"b").Hash.Should().NotBe(Sealed(from: "a", to: "b").Hash);
    }

    [Theory]
    [InlineData("2026-04-03T14:00:00.123+02:00", "2026-04-03T12:00:00.123Z")]
    [InlineData("2026-04-03T12:00:00Z", "2026-04-03T12:00:00.000Z")]
    [InlineData("0001-01-01T00:00:00.001Z", "0001-01-01T00:00:00.001Z")]
    public void Write_WhenTheTimeIsWritten_IsInUtcWithThreeDecimals(string occurredAt, string written) =>
        CanonicalEntry.Write(Sealed(now: DateTimeOffset.Parse(occurredAt, System.Globalization.CultureInfo.InvariantCulture)))
            .Should().Contain($"\"occurred_at\":\"{written}\"");

    [Fact]
    public void HashOf_WhenAnyMemberDiffers_Differs()
    {
        HistoryEntry[] entries =
        [
            Sealed(),
            Sealed(tenantId: "tnt_abc124"),
            Sealed(type: SubjectType.Anomaly),
            Sealed(subjectId: "inc_01k5m8z0c2e9v7q4t6x8y1w3rb"),
            Sealed(action: HistoryAction.Updated),
            Sealed(actor: new Actor("usr_2")),
            Sealed(actor: new Actor("usr_1", "")),
            Sealed(actor: new Actor("usr_1", "Zhang San")),
            Sealed(actor: new Actor("usr_1", HomeTenantId: "tnt_home")),
            Sealed(now: s_noon.AddMilliseconds(1)),
            Sealed(from: "x"),
            Sealed(to: "x"),
            Sealed(note: "x"),
            Sealed(note: ""),
            Sealed(requestId: "req_2"),
            Sealed(traceId: TraceId.Replace("-01", "-00", StringComparison.Ordinal)),
            Sealed(sequence: 2),
            Sealed(previousHash: new string('1', 64)),
        ];

        entries.Select(e => e.Hash).Should().OnlyHaveUniqueItems();
    }

    /// <summary>Whoever has only the digests of name and note can still prove the entry: the texts can go.</summary>
    [Fact]
    public void HashOf_WhenNameAndNoteAreRedactedToTheirDigests_CanStillBeComputed()
    {
        var entry = Sealed(actor: new Actor("usr_1", "张三"), note: "x");
        var redacted =
            """{"action":"created","actor_id":"usr_1","actor_name_sha256":"1d841bc0ee98309cb7916670b7f0fdef5f4c35150711a41405ef3633b56322cf","note_sha256":"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881","occurred_at":"2026-04-03T12:00:00.000Z","previous_hash":"0000000000000000000000000000000000000000000000000000000000000000","request_id":"req_1","sequence":1,"subject_id":"inc_01k5m8z0c2e9v7q4t6x8y1w3ra","subject_type":"incident","tenant_id":"tnt_abc123","trace_id":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}""";

        CanonicalEntry.Write(entry).Should().Be(redacted).And.NotContain("张三");
        entry.Hash.Should().Be(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(redacted))));
    }

    [Fact]
    public void Write_WhenNameAndNoteWereRedacted_IsWhatItWas()
    {
        var entry = Sealed(actor: new Actor("usr_1", "张三"), note: "x");
        var before = CanonicalEntry.Write(entry);

        entry.Set(nameof(HistoryEntry.ActorName), null).Set(nameof(HistoryEntry.ActorNameSha256), "1d841bc0ee98309cb7916670b7f0fdef5f4c35150711a41405ef3633b56322cf");
        entry.Set(nameof(HistoryEntry.Note), null).Set(nameof(HistoryEntry.NoteSha256), "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881");

        CanonicalEntry.Write(entry).Should().Be(before);
        CanonicalEntry.HashOf(entry).Should().Be(entry.Hash);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a1fce4363854ff888cff4b8e7875d600c2682390412a8cf79b37d0b11148b0fa")]
    [InlineData("2D711642B726B04401627CA9FBAC32F5C8530FB1903CC4DB02258717921A4881")]
    public void HashOf_WhenARedactedNoteHasNoDigestOrAnother_Differs(string? digest)
    {
        var entry = Sealed(note: "x");

        entry.Set(nameof(HistoryEntry.Note), null).Set(nameof(HistoryEntry.NoteSha256), digest);

        CanonicalEntry.HashOf(entry).Should().NotBe(entry.Hash);
    }

    /// <summary>Else somebody could show another text beside the right digest.</summary>
    [Fact]
    public void HashOf_WhenATextStandsBesideADigest_IsOfTheText()
    {
        var entry = Sealed(note: "x");

        entry.Set(nameof(HistoryEntry.Note), "y").Set(nameof(HistoryEntry.NoteSha256), "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881");

        CanonicalEntry.HashOf(entry).Should().NotBe(entry.Hash);
    }

    private static HistoryEntry Sealed(
        string tenantId = "tnt_abc123",
        SubjectType type = SubjectType.Incident,
        string subjectId = "inc_01k5m8z0c2e9v7q4t6x8y1w3ra",
        HistoryAction action = HistoryAction.Created,
        Actor? actor = null,
        DateTimeOffset? now = null,
        string? from = null,
        string? to = null,
        string? note = null,
        string requestId = "req_1",
        string traceId = TraceId,
        long sequence = 1,
        string? previousHash = null)
    {
        var entry = HistoryEntry.Of(new Subject(tenantId, type, subjectId), action, actor ?? new Actor("usr_1"), now ?? s_noon, from, to, note);
        entry.Seal(new ChainEnd(tenantId, sequence - 1, previousHash ?? new string('0', 64)), requestId, traceId);
        return entry;
    }

    /// <summary>Up to 20 characters from anywhere in Unicode, controls and astral planes too, without halves of pairs.</summary>
    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => random.Next(3) switch
    {
        0 => new Rune(random.Next(0x80)),
        1 => new Rune(random.Next(0xD800)),
        _ => new Rune(random.Next(0xE000, 0x110000)),
    }));
}
