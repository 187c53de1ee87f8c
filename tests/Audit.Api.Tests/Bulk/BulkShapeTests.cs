using System.Net;
using Audit.Api.Tests.Requests;

namespace Audit.Api.Tests.Bulk;

/// <summary>A bulk change whose shape is wrong changes nothing at all.</summary>
public sealed class BulkShapeTests(AuditApi api) : IClassFixture<AuditApi>, IDisposable
{
    private readonly string _tenant = Tenants.Fresh();
    private HttpClient Analyst => field ??= api.Analyst(_tenant);

    public void Dispose() => Analyst.Dispose();

    [Theory]
    [InlineData(Thing.Incident, "{}", "body:range")]
    [InlineData(Thing.Incident, """{"status":null,"comment":null}""", "body:range")]
    [InlineData(Thing.Incident, """{"status":" ","assignee":"","comment":" "}""", "body:range")]
    [InlineData(Thing.Incident, """{"status":"resolved","assignee":"a"}""", "body:range")]
    [InlineData(Thing.Incident, """{"status":"resolved","assignee":null}""", "body:range")]
    [InlineData(Thing.Incident, """{"assignee":null,"comment":"c"}""", "body:range")]
    [InlineData(Thing.Incident, """{"status":"resolved","assignee":"a","comment":"c"}""", "body:range")]
    [InlineData(Thing.Incident, """{"comment":"c","resolution":"benign"}""", "body:range")]
    [InlineData(Thing.Incident, """{"assignee":"a","cascade":true}""", "body:range")]
    [InlineData(Thing.Incident, """{"resolution":"benign"}""", "status:required")]
    [InlineData(Thing.Incident, """{"status":"dismissed"}""", "status:enum")]
    [InlineData(Thing.Incident, """{"status":"contained","resolution":"benign"}""", "status:enum")]
    [InlineData(Thing.Incident, """{"status":"resolved","duplicate_of":"x"}""", "resolution:required")]
    [InlineData(Thing.Incident, """{"status":"resolved","resolution":"x","resolution_note":"\u0001"}""", "resolution:enum resolution_note:format")]
    [InlineData(Thing.Incident, """{"assignee":"a\u0001"}""", "assignee:format")]
    [InlineData(Thing.Incident, """{"comment":"a\u0001"}""", "comment:format")]
    [InlineData(Thing.Incident, """{"assignee":5,"status":5}""", "assignee:format status:format")]
    [InlineData(Thing.Anomaly, "{}", "body:range")]
    [InlineData(Thing.Anomaly, """{"comment":"c","reason":"r"}""", "body:range")]
    [InlineData(Thing.Anomaly, """{"status":"open","comment":"c"}""", "body:range")]
    [InlineData(Thing.Anomaly, """{"reason":"r"}""", "status:required")]
    [InlineData(Thing.Anomaly, """{"status":"closed"}""", "status:enum")]
    public async Task Change_ThatIsNotExactlyOne_IsRefused(Thing kind, string change, string broken)
    {
        var id = await api.GivenNew(_tenant, kind);

        using var response = await Analyst.ChangeAsync(kind, [id], change);

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().BeEquivalentTo(broken.Split(' '));
        StoreFile.History(api.DatabaseFile, _tenant).Should().ContainSingle();
    }

    [Theory]
    [InlineData(Thing.Incident)]
    [InlineData(Thing.Anomaly)]
    public async Task Change_OfIdsThatWillNotDo_IsRefused(Thing kind)
    {
        var id = await api.GivenNew(_tenant, kind);
        (string?[] Ids, string[] Broken)[] cases =
        [
            ([], ["ids:range"]),
            ([.. Enumerable.Range(0, 101).Select(i => $"{id}{i}")], ["ids:range"]),
            ([id, "x", $" {id} "], ["ids[2]:duplicate"]),
            ([id, " ", null], ["ids[1]:required", "ids[2]:required"]),
            ([id, "a\u0001", new string('a', 129)], ["ids[1]:format", "ids[2]:max_length"]),
        ];
        foreach (var (ids, broken) in cases)
        {
            using var response = await Analyst.ChangeAsync(kind, ids, """{"comment":"c"}""");

            (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().BeEquivalentTo(broken);
        }

        StoreFile.History(api.DatabaseFile, _tenant).Should().ContainSingle();
    }

    [Theory]
    [InlineData("""{"comment":"c"}""", "ids:range")]
    [InlineData("""{"ids":null,"comment":"c"}""", "ids:range")]
    [InlineData("""{"ids":"inc_1","comment":"c"}""", "ids:format")]
    [InlineData("""{"ids":[1],"comment":"c"}""", "ids[0]:format")]
    public async Task Change_WithoutIds_IsRefused(string body, string broken)
    {
        using var response = await Analyst.CallAsync("POST", BulkCalls.PathOf(Thing.Incident), body);

        (await response.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal(broken);
    }

    [Theory]
    [InlineData(Thing.Incident, "reason")]
    [InlineData(Thing.Anomaly, "resolution")]
    public async Task Change_WithMembersItDoesNotKnow_IsRefusedUnderStrictHandlingAlone(Thing kind, string unknown)
    {
        var id = await api.GivenNew(_tenant, kind);
        var change = $$"""{"comment":"c","{{unknown}}":"x"}""";

        using var strict = await Analyst.ChangeAsync(kind, [id], change, ("Prefer", "handling=strict"));
        using var lenient = await Analyst.ChangeAsync(kind, [id], change);

        (await strict.ProblemAsync(HttpStatusCode.BadRequest, "error.invalid_request")).Broken().Should().Equal($"{unknown}:unknown_field");
        (await lenient.JsonAsync()).Results().Should().Equal($"{id} ok 2");
    }
}
