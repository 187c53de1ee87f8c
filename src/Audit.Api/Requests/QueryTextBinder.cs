using Audit.Application.Common;
using Audit.Domain.Common;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Audit.Api.Requests;

/// <summary>Reads a text of the query: null when it isn't there, empty when it is there and blank. Two that differ from blank are no text.</summary>
public sealed class QueryTextBinder : IModelBinder, IModelBinderProvider
{
    public IModelBinder? GetBinder(ModelBinderProviderContext context) =>
        context.Metadata.ModelType == typeof(string) && context.BindingInfo.BindingSource == BindingSource.Query ? this : null;

    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        var sent = bindingContext.ValueProvider.GetValue(bindingContext.ModelName);
        var texts = sent.Select(Texts.Trim).OfType<string>().ToList();
        if (texts.Count > 1)
        {
            bindingContext.HttpContext.RequestServices.GetRequiredService<ReadingFaults>()
                .Add(new FieldViolation(bindingContext.ModelName, ViolationCodes.Format, Value: string.Join(", ", texts)));
        }
        else if (sent.Length > 0)
        {
            bindingContext.Result = ModelBindingResult.Success(texts.FirstOrDefault() ?? "");
        }

        return Task.CompletedTask;
    }
}
