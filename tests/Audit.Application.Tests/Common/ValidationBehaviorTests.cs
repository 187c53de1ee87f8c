using Audit.Application.Common;
using Audit.Domain.Common;
using FluentValidation;
using MediatR;
using Moq;

namespace Audit.Application.Tests.Common;

public sealed class ValidationBehaviorTests
{
    private int _handled;

    [Fact]
    public async Task Handle_WhenNothingIsWrong_GoesOn()
    {
        (await Send(new Question("a", "b"), Rules())).Should().Be("answer");

        _handled.Should().Be(1);
    }

    [Fact]
    public async Task Handle_WhenThereIsNoValidator_GoesOn() => (await Send(new Question(null, null))).Should().Be("answer");

    [Fact]
    public async Task Handle_WhenFieldsAreBroken_NamesAllByTheirPathOnTheWire()
    {
        var violations = await Violations(new Question(null, "aaaa", "a", null), Rules());

        violations.Select(v => (v.Field, v.Code)).Should().Equal(("first_name", "required"), ("last_name", "max_length"), ("other_names[1]", "required"));
        violations[1].Args.Should().ContainSingle().Which.Should().Be(KeyValuePair.Create<string, object>("max", 3));
        violations[1].Value.Should().Be("aaaa");
        violations[0].Args.Should().BeNull();
    }

    [Fact]
    public async Task Handle_WhenSeveralValidatorsObject_NamesWhatEachFinds() =>
        (await Violations(new Question(null, null), Rules(), Rules())).Should().HaveCount(2);

    [Fact]
    public async Task Handle_WhenReadingFoundFaults_NamesTheseFirstAndTheRestBehind()
    {
        var found = new FieldViolation("colour", "unknown_field");

        var violations = await Violations([found], new Question(null, null), Rules());

        violations[0].Should().BeSameAs(found);
        violations.Select(v => (v.Field, v.Code)).Should().Equal(("colour", "unknown_field"), ("first_name", "required"));
    }

    [Fact]
    public async Task Handle_WhenOnlyReadingFoundFaults_RefusesAllTheSame() =>
        (await Violations([new FieldViolation("If-Match", "format")], new Question("a", "b"), Rules())).Should().ContainSingle();

    [Theory]
    [InlineData("first_name")]
    [InlineData("other_names[1]")]
    [InlineData("other_names")]
    public async Task Handle_WhenAFieldCouldNotBeRead_IsNotReportedForBeingMissingToo(string unread)
    {
        var question = unread == "first_name" ? new Question(null, "b") : new Question("a", "b", "c", null);

        var violations = await Violations([new FieldViolation(unread, "format")], question, Rules());

        violations.Select(v => (v.Field, v.Code)).Should().Equal((unread, "format"));
    }

    [Theory]
    [InlineData("first_nam")]
    [InlineData("first_name_2")]
    [InlineData("first")]
    [InlineData("First_name")]
    public async Task Handle_WhenAnUnreadFieldOnlyResemblesABrokenOne_ReportsBoth(string unread) =>
        (await Violations([new FieldViolation(unread, "format")], new Question(null, "b"), Rules())).Select(v => v.Field).Should().Equal(unread, "first_name");

    [Fact]
    public async Task Handle_WhenOneMemberCouldNotBeRead_StillReportsItsNeighbours()
    {
        string?[] names = [.. Enumerable.Range(0, 10).Select(i => $"n{i}"), null];

        var violations = await Violations([new FieldViolation("other_names[1]", "format")], new Question("a", "b", names), Rules());

        violations.Select(v => (v.Field, v.Code)).Should().Equal(("other_names[1]", "format"), ("other_names[10]", "required"));
    }

    private static InlineValidator<Question> Rules()
    {
        var rules = new InlineValidator<Question>();
        rules.RuleFor(q => q.FirstName).RequiredText(3);
        rules.RuleFor(q => q.LastName).OptionalText(3);
        rules.RuleFor(q => q.OtherNames).References();
        return rules;
    }

    private async Task<IReadOnlyList<FieldViolation>> Violations(FieldViolation[] found, Question question, params IValidator<Question>[] validators)
    {
        var refusal = await this.Invoking(t => t.Send(found, question, validators)).Should().ThrowExactlyAsync<InvalidRequestException>();
        _handled.Should().Be(0);
        return refusal.Which.Violations;
    }

    private Task<IReadOnlyList<FieldViolation>> Violations(Question question, params IValidator<Question>[] validators) => Violations([], question, validators);

    private Task<string> Send(Question question, params IValidator<Question>[] validators) => Send([], question, validators);

    private async Task<string> Send(FieldViolation[] found, Question question, IValidator<Question>[] validators)
    {
        var behavior = new ValidationBehavior<Question, string>(validators, Mock.Of<IReadingFaults>(f => f.Found == found));
        return await behavior.Handle(question, CancellationToken.None, () =>
        {
            _handled++;
            return Task.FromResult("answer");
        });
    }

    private sealed record Question(string? FirstName, string? LastName, params IReadOnlyList<string?> OtherNames) : IRequest<string>;
}
