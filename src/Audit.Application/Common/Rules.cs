using Audit.Domain.Common;
using FluentValidation;
using FluentValidation.Results;

namespace Audit.Application.Common;

/// <summary>The rules of shape that fields share. Each failure carries a code of <see cref="ViolationCodes"/> and the rule's numbers.</summary>
public static class Rules
{
    public static void RequiredText<T>(this IRuleBuilderInitial<T, string?> rule, int max) => rule.Custom((text, context) =>
    {
        if (text is null)
        {
            context.Fail(ViolationCodes.Required);
        }
        else
        {
            context.CheckText(context.PropertyPath, text, max);
        }
    });

    public static void OptionalText<T>(this IRuleBuilderInitial<T, string?> rule, int max) => rule.Custom((text, context) =>
    {
        if (text is not null)
        {
            context.CheckText(context.PropertyPath, text, max);
        }
    });

    /// <summary>A required name out of a closed set; <paramref name="accepts"/> is asked, so that letter case is its business.</summary>
    public static void RequiredName<T>(this IRuleBuilderInitial<T, string?> rule, IReadOnlyList<string> names, Func<string, bool> accepts) => rule.Custom((text, context) =>
    {
        if (text is null)
        {
            context.Fail(ViolationCodes.Required);
        }
        else if (!accepts(text))
        {
            context.Fail(ViolationCodes.Enum, ("allowed", names));
        }
    });

    /// <summary>Any number of names out of a closed set.</summary>
    public static void Names<T>(this IRuleBuilderInitial<T, IReadOnlyList<string>> rule, IReadOnlyList<string> names, Func<string, bool> accepts) => rule.Custom((texts, context) =>
    {
        if (texts.FirstOrDefault(t => !accepts(t)) is { } wrong)
        {
            context.Fail(context.PropertyPath, ViolationCodes.Enum, wrong, ("allowed", names));
        }
    });

    /// <summary>A name out of a closed set, or none.</summary>
    public static void OptionalName<T>(this IRuleBuilderInitial<T, string?> rule, IReadOnlyList<string> names, Func<string, bool> accepts) => rule.Custom((text, context) =>
    {
        if (text is not null && !accepts(text))
        {
            context.Fail(ViolationCodes.Enum, ("allowed", names));
        }
    });

    /// <summary>Any number of texts.</summary>
    public static void TextsOf<T>(this IRuleBuilderInitial<T, IReadOnlyList<string>> rule, int max) => rule.Custom((texts, context) =>
    {
        foreach (var text in texts)
        {
            context.CheckText(context.PropertyPath, text, max);
        }
    });

    /// <summary>An RFC 3339 time or date, or none, that doesn't lie before <paramref name="from"/>.</summary>
    public static void Moment<T>(this IRuleBuilderInitial<T, string?> rule, Func<T, string?>? from = null) => rule.Custom((text, context) =>
    {
        if (text is null)
        {
            return;
        }

        if (!Period.IsReadable(text))
        {
            context.Fail(ViolationCodes.Format);
        }
        else if (from?.Invoke(context.InstanceToValidate) is { } start && Period.IsReadable(start) && Period.IsBackwards(start, text))
        {
            context.Fail(ViolationCodes.Range, ("min", start), ("max", Period.LastDay));
        }
    });

    /// <summary>Ids of other things, if any list of them: none blank, none twice.</summary>
    public static void References<T>(this IRuleBuilderInitial<T, IReadOnlyList<string?>?> rule) => rule.Custom((ids, context) =>
    {
        if (ids is null)
        {
            return;
        }

        if (ids.Count > Limits.ListMembers)
        {
            context.Fail(context.PropertyPath, ViolationCodes.MaxLength, value: null, ("max", Limits.ListMembers));
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < ids.Count; i++)
        {
            var path = $"{context.PropertyPath}[{i}]";
            if (ids[i] is not { } id)
            {
                context.Fail(path, ViolationCodes.Required, value: null);
            }
            else if (!seen.Add(id))
            {
                context.Fail(path, ViolationCodes.Duplicate, id);
            }
            else
            {
                context.CheckText(path, id, Limits.Name);
            }
        }
    });

    public static void Within<T>(this IRuleBuilderInitial<T, int> rule, int min, int max) => rule.Custom((number, context) =>
    {
        if (number < min || number > max)
        {
            context.Fail(ViolationCodes.Range, ("min", min), ("max", max));
        }
    });

    public static void From<T>(this IRuleBuilderInitial<T, long> rule, long min) => rule.Custom((number, context) =>
    {
        if (number < min)
        {
            context.Fail(ViolationCodes.Range, ("min", min), ("max", long.MaxValue));
        }
    });

    public static void Fail<T>(this ValidationContext<T> context, string code, params ReadOnlySpan<(string Name, object Value)> args) =>
        context.Fail(context.PropertyPath, code, value: null, args);

    public static void Fail<T>(this ValidationContext<T> context, string path, string code, object? value, params ReadOnlySpan<(string Name, object Value)> args)
    {
        Dictionary<string, object>? state = null;
        foreach (var (name, argument) in args)
        {
            (state ??= new(StringComparer.Ordinal)).Add(name, argument);
        }

        context.AddFailure(new ValidationFailure(path, code, value) { ErrorCode = code, CustomState = state });
    }

    internal static void CheckText<T>(this ValidationContext<T> context, string path, string text, int max)
    {
        if (!Texts.IsClean(text))
        {
            context.Fail(path, ViolationCodes.Format, text);
        }
        else if (text.Length > max && Texts.Length(text) > max)
        {
            context.Fail(path, ViolationCodes.MaxLength, text, ("max", max));
        }
    }
}
