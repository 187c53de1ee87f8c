using System.Text.Json;
using Audit.Domain.History;

namespace Audit.Domain.Tests.History;

public sealed class ChangeNoteTests
{
    [Theory]
    [InlineData("a", "b", """{"from":"a","to":"b"}""")]
    [InlineData(null, "b", """{"to":"b"}""")]
    [InlineData("a", null, """{"from":"a"}""")]
    [InlineData("", "b", """{"from":"","to":"b"}""")]
    [InlineData("事件", "é <&>'", """{"from":"事件","to":"é <&>'"}""")]
    [InlineData("a\"b\\", "\t\n", """{"from":"a\"b\\","to":"\t\n"}""")]
    public void Of_WhenATextChanged_SaysWhatItWasAndIs(string? from, string? to, string note) => ChangeNote.Of(from, to).Should().Be(note);

    [Fact]
    public void Of_WhenAListChanged_SaysWhatItWasAndIs()
    {
        ChangeNote.Of(["a"], ["b", "事件"]).Should().Be("""{"from":["a"],"to":["b","事件"]}""");
        ChangeNote.Of([], ["a\",\"to"]).Should().Be("""{"from":[],"to":["a\",\"to"]}""");
    }

    [Fact]
    public void Of_WhenTextIsFromAnywhereInUnicode_ReadsBackAsItWas()
    {
        const string all = "\u0085\u2028\u2029\ufeff😀\U0010ffff\u007f";

        using var note = JsonDocument.Parse(ChangeNote.Of(all, "x"));

        note.RootElement.GetProperty("from").GetString().Should().Be(all);
    }
}
