using System.Text.RegularExpressions;
using Audit.Application.Common;
using Audit.Domain.Common;
using Audit.Domain.History;
using FluentValidation;
using MediatR;

namespace Audit.Application.History;

/// <summary>Checks the tenant's history, and the things it is about.</summary>
/// <param name="FromSequence">The first entry to check; those before it are taken for granted.</param>
/// <param name="Limit">How many entries to check at the most.</param>
/// <param name="ExpectedSequence">An entry that the caller knows.</param>
/// <param name="ExpectedHash">The hash it had.</param>
public sealed partial record VerifyHistoryQuery(long FromSequence, int Limit, long? ExpectedSequence, string? ExpectedHash) : IRequest<VerificationDto>
{
    public string? ExpectedHash { get; } = Texts.Trim(ExpectedHash)?.ToLowerInvariant();

    internal bool IsHash => ExpectedHash is null || Sha256().IsMatch(ExpectedHash);

    [GeneratedRegex("^[0-9a-f]{64}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sha256();
}

public sealed class VerifyHistoryValidator : AbstractValidator<VerifyHistoryQuery>
{
    public VerifyHistoryValidator()
    {
        RuleFor(q => q.FromSequence).From(1);
        RuleFor(q => q.Limit).Within(1, Limits.VerifiedEntries);
        RuleFor(q => q.ExpectedSequence).Custom((sequence, context) =>
        {
            if (sequence < 1)
            {
                context.Fail(ViolationCodes.Range, ("min", 1L), ("max", long.MaxValue));
            }
            else if (sequence is null && context.InstanceToValidate.ExpectedHash is not null)
            {
                context.Fail(ViolationCodes.Required);
            }
        });
        RuleFor(q => q.ExpectedHash).Custom((hash, context) =>
        {
            if (!context.InstanceToValidate.IsHash)
            {
                context.Fail(ViolationCodes.Format);
            }
            else if (hash is null && context.InstanceToValidate.ExpectedSequence is not null)
            {
                context.Fail(ViolationCodes.Required);
            }
        });
    }
}

public sealed class VerifyHistoryHandler(IHistoryReader history, ICaller caller) : IRequestHandler<VerifyHistoryQuery, VerificationDto>
{
    public Task<VerificationDto> Handle(VerifyHistoryQuery query, CancellationToken cancellationToken) =>
        new Verification(history, caller.TenantId, query).RunAsync(cancellationToken);
}

/// <summary>What a check of the history found.</summary>
public sealed class VerificationDto
{
    /// <summary>Whether everything that was checked is as it was written.</summary>
    /// <example>true</example>
    public bool Valid { get; init; }

    /// <summary>How many entries were found right.</summary>
    /// <example>42</example>
    public long Checked { get; init; }

    /// <summary>The first entry that was to be checked.</summary>
    /// <example>1</example>
    public long FirstSequence { get; init; }

    /// <summary>The last entry that was found right; where none was, one less than the first, or the end of the history where that comes earlier. Go on with the next.</summary>
    /// <example>42</example>
    public long LastSequence { get; init; }

    /// <summary>Its hash; 64 zeros before the beginning, and where that entry isn't there. Keep it with its sequence to find a removed tail later.</summary>
    public string LastHash { get; init; } = "";

    /// <summary>The entry to look at: the first that is not as it was written. For <c>status_mismatch</c> and <c>missing_subject</c> it is right itself, and lies at or before <c>last_sequence</c>. Absent where nothing is wrong, and where a thing has no entry at all.</summary>
    public long? BrokenAt { get; init; }

    /// <summary>What is wrong; absent where nothing is.</summary>
    public string? Reason { get; init; }

    /// <summary>The thing that isn't what its history says; absent where the history itself is broken.</summary>
    public string? SubjectId { get; init; }
}
