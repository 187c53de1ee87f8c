using System.Globalization;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.History;

/// <summary>An auditor kept the end that a check reported, somewhere else than in the database.</summary>
public sealed class ExpectedEndTests(AuditApi api) : IClassFixture<AuditApi>
{
    private const string Zeros = "0000000000000000000000000000000000000000000000000000000000000000";
    private readonly string _tenant = Tenants.Fresh();

    [Theory]
    [InlineData("")]
    [InlineData("&from_sequence=5")]
    [InlineData("&from_sequence=9")]
    [InlineData("&limit=2")]
    public async Task Verify_WhenTheKeptEntryIsThere_IsValid(string rest)
    {
        await api.GivenChain(_tenant);
        var kept = await KeepAsync();
        await api.GivenAnomaly(_tenant);

        ((bool)(await api.VerifyAsync(_tenant, kept + rest))["valid"]!).Should().BeTrue();
    }

    [Fact]
    public async Task Verify_WhenTheKeptHashIsInUpperCase_TakesItForTheSame()
    {
        await api.GivenChain(_tenant);
        var kept = await KeepAsync();
        var hash = kept[^64..];

        ((bool)(await api.VerifyAsync(_tenant, kept.Replace(hash, hash.ToUpperInvariant(), StringComparison.Ordinal)))["valid"]!).Should().BeTrue();
    }

    /// <summary>The database alone doesn't tell: its own end is moved back with it.</summary>
    [Fact]
    public async Task Verify_WhenTheTailAndWhatTheWritersKnowOfItAreGone_NamesTheFirstThatIsMissing()
    {
        await api.GivenChain(_tenant);
        var kept = await KeepAsync();

        GivenEndAt(6);

        ((bool)(await api.VerifyAsync(_tenant))["valid"]!).Should().BeTrue();
        (await api.VerifyAsync(_tenant, kept)).ShouldBeBroken(7, "missing_tail");
    }

    [Fact]
    public async Task Verify_WhenTheTailWasRemovedAndTheChainGrewAgain_NamesTheKeptEntry()
    {
        await api.GivenChain(_tenant);
        var kept = await KeepAsync();

        GivenEndAt(6);
        for (var i = 0; i < 3; i++)
        {
            await api.GivenAnomaly(_tenant);
        }

        ((bool)(await api.VerifyAsync(_tenant))["valid"]!).Should().BeTrue();
        (await api.VerifyAsync(_tenant, kept)).ShouldBeBroken(8, "end_mismatch");
        (await api.VerifyAsync(_tenant, kept + "&limit=2")).ShouldBeBroken(8, "end_mismatch");
        (await api.VerifyAsync(_tenant, kept + "&from_sequence=9")).ShouldBeBroken(8, "end_mismatch");
    }

    [Fact]
    public async Task Verify_WhenTheWholeChainIsAnother_NamesTheKeptEntry()
    {
        var other = Tenants.Fresh();
        await api.GivenChain(_tenant);
        var kept = await KeepAsync();
        await api.GivenChain(other);

        (await api.VerifyAsync(other, kept)).ShouldBeBroken(8, "end_mismatch");
    }

    [Theory]
    [InlineData(8, Zeros, 8, "end_mismatch")]
    [InlineData(3, Zeros, 3, "end_mismatch")]
    [InlineData(9, Zeros, 9, "missing_tail")]
    [InlineData(long.MaxValue, Zeros, 9, "missing_tail")]
    public async Task Verify_WhenSomethingElseIsExpected_NamesTheEntry(long sequence, string hash, long at, string reason)
    {
        await api.GivenChain(_tenant);

        var found = await api.VerifyAsync(_tenant, string.Create(CultureInfo.InvariantCulture, $"?expected_sequence={sequence}&expected_hash={hash}"));

        found.ShouldBeBroken(at, reason);
    }

    [Fact]
    public async Task Verify_WhenEverythingIsGone_NamesTheFirstEntry()
    {
        await api.GivenChain(_tenant);
        var kept = await KeepAsync();

        api.Tamper(
            "DELETE FROM history WHERE tenant_id = $tenant; DELETE FROM history_ends WHERE tenant_id = $tenant; DELETE FROM incidents WHERE tenant_id = $tenant; DELETE FROM anomalies WHERE tenant_id = $tenant",
            ("$tenant", _tenant));

        ((bool)(await api.VerifyAsync(_tenant))["valid"]!).Should().BeTrue();
        (await api.VerifyAsync(_tenant, kept)).ShouldBeBroken(1, "missing_tail");
    }

    /// <summary>What to expect next time, as a query.</summary>
    private async Task<string> KeepAsync()
    {
        var found = await api.VerifyAsync(_tenant);
        return $"?expected_sequence={found["last_sequence"]}&expected_hash={found["last_hash"]}";
    }

    /// <summary>Removes what comes behind that entry, from every place that knows of it.</summary>
    private void GivenEndAt(int sequence) => api.Tamper(
        "DELETE FROM history WHERE tenant_id = $tenant AND sequence > $sequence; "
        + "UPDATE history_ends SET sequence = $sequence, hash = (SELECT hash FROM history WHERE tenant_id = $tenant AND sequence = $sequence) WHERE tenant_id = $tenant",
        ("$tenant", _tenant),
        ("$sequence", sequence));
}
