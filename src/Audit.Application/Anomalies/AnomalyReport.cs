using Audit.Application.Common;
using Audit.Domain.Anomalies;
using Audit.Domain.Common;
using FluentValidation;

namespace Audit.Application.Anomalies;

/// <summary>One anomaly as a detector reports it.</summary>
/// <param name="Type">Required.</param>
/// <param name="Severity">Required, a name of <see cref="Audit.Domain.Common.Severity"/>.</param>
/// <param name="Description">Required.</param>
/// <param name="UserId">The user it is about.</param>
/// <param name="EventIds">The audit events it was found in.</param>
/// <param name="MitreTactic">MITRE ATT&amp;CK tactic or technique.</param>
/// <param name="DetectedAt">Unix seconds; null means now.</param>
/// <param name="ExternalId">The detector's own id of it.</param>
public sealed record AnomalyReport(
    string? Type,
    string? Severity,
    string? Description,
    string? UserId,
    IReadOnlyList<string?>? EventIds,
    string? MitreTactic,
    long? DetectedAt,
    string? ExternalId)
{
    public string? Type { get; } = Texts.Trim(Type);

    public string? Severity { get; } = Texts.Trim(Severity);

    public string? Description { get; } = Texts.Keep(Description);

    public string? UserId { get; } = Texts.Trim(UserId);

    public IReadOnlyList<string?> EventIds { get; } = Texts.TrimAll(EventIds);

    public string? MitreTactic { get; } = Texts.Trim(MitreTactic);

    public string? ExternalId { get; } = Texts.Trim(ExternalId);

    /// <summary>The report as the domain takes it; only for one that was validated.</summary>
    public NewAnomaly ToNew(DateTimeOffset now) => new(
        Type!,
        WireName.Parse<Severity>(Severity!),
        Description!,
        DetectedAt is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : now,
        ExternalId,
        UserId,
        MitreTactic,
        [.. EventIds.OfType<string>()]);
}

public sealed class AnomalyReportValidator : AbstractValidator<AnomalyReport>
{
    public AnomalyReportValidator(TimeProvider clock)
    {
        RuleFor(r => r.Type).RequiredText(Limits.AnomalyType);
        RuleFor(r => r.Severity).RequiredName(WireName.All<Severity>(), WireName.Has<Severity>);
        RuleFor(r => r.Description).RequiredText(Limits.Description);
        RuleFor(r => r.UserId).OptionalText(Limits.Name);
        RuleFor(r => r.EventIds).References();
        RuleFor(r => r.MitreTactic).OptionalText(Limits.Name);
        RuleFor(r => r.ExternalId).OptionalText(Limits.Name);
        RuleFor(r => r.DetectedAt).Custom((seconds, context) =>
        {
            var latest = clock.GetUtcNow().Add(Limits.ClockAhead).ToUnixTimeSeconds();
            if (seconds < 0 || seconds > latest)
            {
                context.Fail(ViolationCodes.Range, ("min", 0L), ("max", latest));
            }
        });
    }
}
