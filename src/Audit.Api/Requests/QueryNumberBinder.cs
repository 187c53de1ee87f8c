using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Audit.Application.Common;
using Audit.Domain.Common;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Audit.Api.Requests;

/// <summary>Reads whole numbers of the query and says of a wrong one what is wrong: no number, or one outside the parameter's <see cref="RangeAttribute"/>.</summary>
public sealed class QueryNumberBinder(Type type, RangeAttribute range) : IModelBinder
{
    private readonly long _min = Convert.ToInt64(range.Minimum, CultureInfo.InvariantCulture);
    private readonly long _max = Convert.ToInt64(range.Maximum, CultureInfo.InvariantCulture);

    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        var sent = bindingContext.ValueProvider.GetValue(bindingContext.ModelName).Select(Texts.Trim).OfType<string>().ToList();
        switch (sent)
        {
            case []:
                break;
            case [var text] when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && IsWhole(text) && number >= _min && number <= _max:
                bindingContext.Result = ModelBindingResult.Success(Convert.ChangeType(number, type, CultureInfo.InvariantCulture));
                break;
            case [var text] when IsWhole(text):
                Report(bindingContext, ViolationCodes.Range, new(StringComparer.Ordinal) { ["min"] = _min, ["max"] = _max });
                break;
            default:
                Report(bindingContext, ViolationCodes.Format, args: null);
                break;
        }

        return Task.CompletedTask;
    }

    private static bool IsWhole(ReadOnlySpan<char> text)
    {
        var digits = text[0] == '-' ? text[1..] : text;
        return !digits.IsEmpty && !digits.ContainsAnyExceptInRange('0', '9');
    }

    private static void Report(ModelBindingContext context, string code, Dictionary<string, object>? args) =>
        context.HttpContext.RequestServices.GetRequiredService<ReadingFaults>()
            .Add(new FieldViolation(context.ModelName, code, args, context.ValueProvider.GetValue(context.ModelName).FirstValue));

    /// <summary>For every whole number of the query; each says its range.</summary>
    public sealed class Provider : IModelBinderProvider
    {
        public IModelBinder? GetBinder(ModelBinderProviderContext context) =>
            (context.Metadata.UnderlyingOrModelType == typeof(int) || context.Metadata.UnderlyingOrModelType == typeof(long)) && context.BindingInfo.BindingSource == BindingSource.Query
                ? new QueryNumberBinder(context.Metadata.UnderlyingOrModelType, context.Metadata.ValidatorMetadata.OfType<RangeAttribute>().Single())
                : null;
    }
}
