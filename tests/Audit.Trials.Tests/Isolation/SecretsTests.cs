using System.Buffers.Text;
using System.Text;
using Audit.Trials.Isolation;

namespace Audit.Trials.Tests.Isolation;

public sealed class SecretsTests
{
    private const string Theirs = "inc_00000000000000000000000001";
    private const string Others = "inc_00000000000000000000000002";
    private const string Hash = "00000000000000000000000000000000000000000000000000000000000000ab";

    [Theory]
    [InlineData("""{"title":"it is Hushed here"}""", "a text of theirs (hushed)")]
    [InlineData("""{"id":"inc_00000000000000000000000001"}""", Theirs)]
    [InlineData("""{"id":"INC_00000000000000000000000001"}""", Theirs)]
    [InlineData("""{"hash":"00000000000000000000000000000000000000000000000000000000000000ab"}""", Hash)]
    [InlineData("""{"id":"inc_00000000000000000000000002"}""", null)]
    public void LeakIn_WithABody_IsWhatIsTheirs(string body, string? leak) => Watching().LeakIn(Of(body)).Should().Be(leak);

    [Fact]
    public void LeakIn_WithAHeaderOrACursor_IsWhatIsTheirs()
    {
        Watching().LeakIn(new Answer(201, [("Location", "/admin/audit/incidents/" + Theirs)], "")).Should().Be(Theirs);
        Watching().LeakIn(Of($$"""{"next_cursor":"{{Cursor(Theirs)}}"}""")).Should().Be(Theirs);
        Watching().LeakIn(Of($$"""{"next_cursor":"{{Cursor(Others)}}"}""")).Should().BeNull();
    }

    [Fact]
    public void LeakIn_WhatWasSent_TellsNothing()
    {
        var (sent, walked) = (Watching(), Watching());
        sent.Exempt("/admin/audit/incidents/" + Theirs);
        walked.Exempt(Cursor(Theirs));

        sent.LeakIn(Of(Theirs)).Should().BeNull();
        walked.LeakIn(Of(Theirs)).Should().BeNull();
        sent.LeakIn(Of("hushed")).Should().NotBeNull();
    }

    private static Secrets Watching()
    {
        var secrets = new Secrets("hushed");
        secrets.Learn(Of($$"""{"id":"{{Theirs}}","hash":"{{Hash}}"}"""));
        return secrets;
    }

    private static string Cursor(string id) => Base64Url.EncodeToString(Encoding.Latin1.GetBytes("\u00ff\u0001 12345678" + id));

    private static Answer Of(string body) => new(200, [], body);
}
