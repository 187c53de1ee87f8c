using Audit.Domain.Common;
using FluentValidation;
using MediatR;

namespace Audit.Application.Common;

/// <summary>Refuses a request that breaks its shape, naming every broken field at once: those the reading found and those the validator finds.</summary>
public sealed class ValidationBehavior<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators, IReadingFaults reading)
    : IPipelineBehavior<TRequest, TResponse>
{
    public Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        List<FieldViolation>? violations = reading.Found.Count == 0 ? null : [.. reading.Found];
        foreach (var validator in validators)
        {
            var result = validator.Validate(request);
            if (!result.IsValid)
            {
                var unread = reading.Found.Where(f => f.Code != ViolationCodes.UnknownField).Select(f => f.Field).ToHashSet(StringComparer.Ordinal);
                (violations ??= []).AddRange(result.Errors
                    .Select(f => new FieldViolation(WirePath.Of(f.PropertyName), f.ErrorCode, f.CustomState as IReadOnlyDictionary<string, object>, f.AttemptedValue))
                    .Where(v => !IsUnread(v.Field, unread))
                    .Take(FieldViolation.MaxReported - violations.Count));
            }
        }

        return violations is null or { Count: 0 } ? next() : throw new InvalidRequestException(violations);
    }

    /// <summary>A field that couldn't be read, or that lies in one, was already reported; that its value is missing now is no second fault.</summary>
    private static bool IsUnread(string field, HashSet<string> unread)
    {
        if (unread.Count == 0)
        {
            return false;
        }

        for (var end = 1; end < field.Length; end++)
        {
            if (field[end] is '[' or '.' && unread.Contains(field[..end]))
            {
                return true;
            }
        }

        return unread.Contains(field);
    }
}
