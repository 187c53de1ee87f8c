using Audit.Application.Common;
using FluentValidation;

namespace Audit.Application.Tests.Common;

public sealed class RulesTests
{
    private const int Max = 5;
    private static readonly string[] s_names = ["low", "high"];

    [Theory]
    [InlineData(nameof(Form.Required))]
    [InlineData(nameof(Form.Optional))]
    public void Text_WhenAtItsLimitOrBelow_Passes(string field)
    {
        foreach (var text in Samples.Within(Max))
        {
            Validate(With(field, text)).Should().BeEmpty(text);
        }
    }

    [Theory]
    [InlineData(nameof(Form.Required))]
    [InlineData(nameof(Form.Optional))]
    public void Text_WhenOneCharacterTooLong_IsMaxLengthAndSaysTheLimit(string field)
    {
        foreach (var text in Samples.Beyond(Max))
        {
            new FormValidator().Validate(With(field, text)).ShouldViolate(field, "max_length", ("max", Max));
        }
    }

    [Fact]
    public void Text_WhenItHoldsAControlOrHalfAPair_IsFormat()
    {
        foreach (var text in Samples.Unclean)
        {
            Validate(With(nameof(Form.Required), text)).Should().Equal((nameof(Form.Required), "format"));
            Validate(With(nameof(Form.Optional), text)).Should().Equal((nameof(Form.Optional), "format"));
        }
    }

    [Fact]
    public void Text_WhenTooLongAndUnclean_IsReportedOnce() =>
        Validate(new Form { Required = "aaaaaaaaaa\0" }).Should().Equal((nameof(Form.Required), "format"));

    [Fact]
    public void RequiredText_WhenAbsent_IsRequired() => new FormValidator().Validate(new Form { Required = null }).ShouldViolate("Required", "required");

    [Fact]
    public void RequiredName_WhenAbsent_IsRequired() => new FormValidator().Validate(new Form { Name = null }).ShouldViolate("Name", "required");

    [Fact]
    public void RequiredName_WhenUnknown_IsEnumAndSaysTheNames() =>
        new FormValidator().Validate(new Form { Name = "x" }).ShouldViolate("Name", "enum", ("allowed", s_names));

    [Fact]
    public void RequiredName_WhenAccepted_Passes() => Validate(new Form { Name = "HIGH" }).Should().BeEmpty();

    [Fact]
    public void Names_WhenOneIsUnknown_IsEnumWithTheWrongOneAsValue()
    {
        var result = new FormValidator().Validate(new Form { Names = ["low", "x", "y"] });

        result.ShouldViolate("Names", "enum", ("allowed", s_names));
        result.Errors[0].AttemptedValue.Should().Be("x");
    }

    [Fact]
    public void Names_WhenAllAreAcceptedOrThereAreNone_Pass()
    {
        Validate(new Form { Names = [] }).Should().BeEmpty();
        Validate(new Form { Names = ["low", "LOW", "high"] }).Should().BeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(500)]
    public void References_WhenThereAreUpTo500_Pass(int count) => Validate(new Form { Ids = Samples.Ids(count) }).Should().BeEmpty();

    [Fact]
    public void References_WhenThereAre501_AreMaxLengthAndNothingElse() =>
        new FormValidator().Validate(new Form { Ids = [.. Samples.Ids(499), null, "id_1"] }).ShouldViolate("Ids", "max_length", ("max", 500));

    [Fact]
    public void References_WhenMembersAreBroken_NamesEachByItsPlace() =>
        Validate(new Form { Ids = ["a", null, "a", "b", new string('x', 129), "b\0", "A", "a"] }).Should().Equal(
            ("Ids[1]", "required"), ("Ids[2]", "duplicate"), ("Ids[4]", "max_length"), ("Ids[5]", "format"), ("Ids[7]", "duplicate"));

    [Fact]
    public void References_WhenAMemberIsAtItsLimit_Pass()
    {
        foreach (var id in Samples.Within(128))
        {
            Validate(new Form { Ids = [id] }).Should().BeEmpty();
        }
    }

    [Fact]
    public void References_WhenAMemberIsTooLong_SaysTheLimit()
    {
        foreach (var id in Samples.Beyond(128))
        {
            new FormValidator().Validate(new Form { Ids = ["a", id] }).ShouldViolate("Ids[1]", "max_length", ("max", 128));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Within_WhenInside_Passes(int number) => Validate(new Form { Number = number }).Should().BeEmpty();

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(int.MaxValue)]
    public void Within_WhenOutside_IsRangeAndSaysTheLimits(int number) =>
        new FormValidator().Validate(new Form { Number = number }).ShouldViolate("Number", "range", ("min", 1), ("max", 3));

    private static IEnumerable<(string Path, string Code)> Validate(Form form) => new FormValidator().Validate(form).Violations();

    private static Form With(string field, string text) => field == nameof(Form.Required) ? new Form { Required = text } : new Form { Optional = text };

    private sealed class Form
    {
        public string? Required { get; init; } = "a";

        public string? Optional { get; init; }

        public string? Name { get; init; } = "low";

        public IReadOnlyList<string> Names { get; init; } = [];

        public IReadOnlyList<string?> Ids { get; init; } = [];

        public int Number { get; init; } = 1;
    }

    private sealed class FormValidator : AbstractValidator<Form>
    {
        public FormValidator()
        {
            RuleFor(f => f.Required).RequiredText(Max);
            RuleFor(f => f.Optional).OptionalText(Max);
            RuleFor(f => f.Name).RequiredName(s_names, text => s_names.AsEnumerable().Contains(text, StringComparer.OrdinalIgnoreCase));
            RuleFor(f => f.Names).Names(s_names, text => s_names.AsEnumerable().Contains(text, StringComparer.OrdinalIgnoreCase));
            RuleFor(f => f.Ids).References();
            RuleFor(f => f.Number).Within(1, 3);
        }
    }
}
