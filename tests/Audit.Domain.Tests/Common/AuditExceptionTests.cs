using System.Reflection;
using Audit.Domain.Common;

namespace Audit.Domain.Tests.Common;

public sealed class AuditExceptionTests
{
    [Fact]
    public void NotFound_WhenThrown_NamesTheId()
    {
        var refusal = new NotFoundException(ErrorKeys.IncidentNotFound, "inc_x");

        refusal.Key.Should().Be("error.incident_not_found");
        refusal.Args.Should().ContainSingle().Which.Should().Be(KeyValuePair.Create<string, object>("id", "inc_x"));
    }

    [Fact]
    public void PreconditionFailed_WhenThrown_NamesThePresentVersion()
    {
        var refusal = new PreconditionFailedException(7);

        refusal.Key.Should().Be("error.precondition_failed");
        refusal.CurrentVersion.Should().Be(7);
        refusal.Args.Should().ContainSingle().Which.Should().Be(KeyValuePair.Create<string, object>("current_version", 7L));
    }

    [Fact]
    public void InvalidRequest_WhenThrown_CarriesItsViolations()
    {
        var violations = new[] { new FieldViolation("title", ViolationCodes.Required) };

        var refusal = new InvalidRequestException(violations);

        refusal.Key.Should().Be("error.invalid_request");
        refusal.Violations.Should().Equal(violations);
        refusal.Args.Should().BeEmpty();
    }

    [Fact]
    public void KeysOfTheRest_WhenThrown_AreTheirOwn()
    {
        new ConcurrentChangeException().Key.Should().Be("error.concurrent_change");
        new IdempotencyKeyReusedException().Key.Should().Be("error.idempotency_key_reused");
        new IncidentClosedException("inc_x").Key.Should().Be("error.incident_closed");
        new AlreadyEscalatedException("inc_x").Key.Should().Be("error.already_escalated");
        new CapacityReachedException("comments", 7).Key.Should().Be("error.capacity_reached");
    }

    [Fact]
    public void Keys_WhenPutTogether_AreUniqueAndOfOneForm()
    {
        var keys = typeof(ErrorKeys).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!).ToList();

        keys.Should().OnlyHaveUniqueItems().And.OnlyContain(key => key.StartsWith("error.", StringComparison.Ordinal) && key.Skip(6).All(c => char.IsAsciiLetterLower(c) || c == '_'));
    }
}
