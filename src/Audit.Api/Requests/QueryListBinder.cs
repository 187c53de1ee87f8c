using Audit.Application.Common;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Audit.Api.Requests;

/// <summary>Reads a parameter of the query that may be repeated or hold several values, separated by commas; blank ones are absent.</summary>
public sealed class QueryListBinder : IModelBinder, IModelBinderProvider
{
    public IModelBinder? GetBinder(ModelBinderProviderContext context) =>
        context.Metadata.ModelType == typeof(string[]) && context.BindingInfo.BindingSource == BindingSource.Query ? this : null;

    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        string[] values = [.. bindingContext.ValueProvider.GetValue(bindingContext.ModelName)
            .SelectMany(v => v.Split(',')).Select(Texts.Trim).OfType<string>()];
        bindingContext.Result = ModelBindingResult.Success(values);
        return Task.CompletedTask;
    }
}
