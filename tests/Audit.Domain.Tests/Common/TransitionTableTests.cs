using Audit.Domain.Common;

namespace Audit.Domain.Tests.Common;

public sealed class TransitionTableTests
{
    private readonly TransitionTable<Light> _table = new()
    {
        [Light.Red] = [Light.Green],
        [Light.Green] = [Light.Yellow, Light.FlashingYellow],
    };

    private enum Light
    {
        Red,
        Green,
        Yellow,
        FlashingYellow,
    }

    [Fact]
    public void Require_WhenTheRowNamesTheMove_LetsItPass() =>
        _table.Invoking(t => t.Require("light", Light.Green, Light.FlashingYellow)).Should().NotThrow();

    [Fact]
    public void Require_WhenTheRowLacksTheMove_NamesWhatItHasAsTheWireWritesIt()
    {
        var refusal = _table.Invoking(t => t.Require("light", Light.Green, Light.Red)).Should().ThrowExactly<TransitionRefusedException>().Which;

        refusal.Args.Should().BeEquivalentTo(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["subject"] = "light",
            ["from"] = "green",
            ["to"] = "red",
            ["allowed"] = new[] { "yellow", "flashing_yellow" },
        });
    }

    [Fact]
    public void Require_WhenTheStatusHasNoRow_AllowsNothing() =>
        _table.Invoking(t => t.Require("light", Light.Yellow, Light.Red)).Should().ThrowExactly<TransitionRefusedException>()
            .Which.Args["allowed"].Should().BeOfType<string[]>().Which.Should().BeEmpty();

    /// <summary>Whether staying is a move is the aggregate's business.</summary>
    [Fact]
    public void Require_WhenTheStatusStays_AsksTheRowLikeForAnyOther() =>
        _table.Invoking(t => t.Require("light", Light.Red, Light.Red)).Should().ThrowExactly<TransitionRefusedException>();

    [Fact]
    public void Item_WhenTheStatusHasNoRow_IsEmpty() => _table[Light.Yellow].Should().BeEmpty();

    [Fact]
    public void Table_WhenARowIsGivenTwice_IsRefused() =>
        FluentActions.Invoking(() => new TransitionTable<Light> { [Light.Red] = [Light.Green], [Light.Red] = [] }).Should().Throw<ArgumentException>();

    [Fact]
    public void GetEnumerator_WhenGoneThrough_GivesEveryRow() =>
        _table.Select(row => (row.Key, row.Value.Count)).Should().BeEquivalentTo([(Light.Red, 1), (Light.Green, 2)]);
}
