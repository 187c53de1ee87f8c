using System.Text;
using System.Text.Json.Nodes;
using Audit.Api.Tests.Processes;
using Audit.Api.Tests.Requests;
using Audit.Trials.Running;

namespace Audit.Api.Tests.History;

/// <summary>One bit of the database's file is another one, and no statement was run.</summary>
public sealed class FlippedByteTests(FlippedByteTests.Original original) : IClassFixture<FlippedByteTests.Original>
{
    [Theory]
    [InlineData("action")]
    [InlineData("actor_id")]
    [InlineData("actor_name")]
    [InlineData("actor_tenant_id")]
    [InlineData("note")]
    [InlineData("request_id")]
    [InlineData("trace_id")]
    public async Task Verify_WhenAByteOfAnEntryIsFlipped_NamesTheEntry(string column)
    {
        var place = original.PlacesOf(column).Should().ContainSingle("it stands in the entry alone").Subject;

        (await VerifyAsync(place)).ShouldBeBroken(2, "hash_mismatch");
    }

    [Fact]
    public async Task Verify_WhenAByteOfAHashIsFlipped_NamesTheEntryThatHoldsIt()
    {
        var places = original.PlacesOf("hash");
        places.Should().HaveCount(2, "the next entry names it");

        var found = new List<string>();
        foreach (var place in places)
        {
            var answer = await VerifyAsync(place);
            found.Add($"{answer["broken_at"]} {answer["reason"]}");
        }

        found.Should().BeEquivalentTo("2 hash_mismatch", "3 previous_hash_mismatch");
    }

    [Fact]
    public async Task Verify_WhenNoByteIsFlipped_IsValid() => ((bool)(await VerifyAsync(place: null))["valid"]!).Should().BeTrue();

    private async Task<JsonNode> VerifyAsync(int? place)
    {
        using var folder = new TemporaryFolder();
        var bytes = original.Bytes.ToArray();
        if (place is { } flipped)
        {
            bytes[flipped] ^= 1;
        }

        var file = folder.File("audit.db");
        await File.WriteAllBytesAsync(file, bytes);
        using var api = new AuditApi(null, ("ConnectionStrings:Audit", "Data Source=" + file));
        return await api.VerifyAsync(original.Tenant);
    }

    /// <summary>The file of a service that has three entries, of which the second shares no text but its hash with anything else.</summary>
    public sealed class Original : IAsyncLifetime
    {
        private IReadOnlyDictionary<string, object> _entry = new Dictionary<string, object>(StringComparer.Ordinal);

        public string Tenant { get; } = Tenants.Fresh();

        public byte[] Bytes { get; private set; } = [];

        public async Task InitializeAsync()
        {
            using var api = new AuditApi();
            using var folder = new TemporaryFolder();
            var anomaly = await api.GivenAnomaly(Tenant);
            using var root = api.Caller(Tenants.Fresh(), "usr_root", roles: ["super_admin"], name: "张三");
            using var moved = await root.MoveAsync(anomaly, new { status = "acknowledged", reason = "a note" }, ("X-Tenant-ID", Tenant));
            await moved.DataAsync();
            await api.GivenAnomaly(Tenant);
            _entry = StoreFile.History(api.DatabaseFile, Tenant)[1];
            var copy = folder.File("copy.db");
            StoreFile.Execute(api.DatabaseFile, "VACUUM INTO $copy", ("$copy", copy));
            Bytes = await File.ReadAllBytesAsync(copy);
        }

        public Task DisposeAsync() => Task.CompletedTask;

        /// <summary>Wherever the entry's value of that column stands in the file.</summary>
        public IReadOnlyList<int> PlacesOf(string column)
        {
            var value = Encoding.UTF8.GetBytes((string)_entry[column]);
            return [.. Enumerable.Range(0, Bytes.Length - value.Length).Where(i => Bytes.AsSpan(i, value.Length).SequenceEqual(value))];
        }
    }
}
