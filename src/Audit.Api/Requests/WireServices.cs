using Audit.Application.Common;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Options;

namespace Audit.Api.Requests;

public static class WireServices
{
    /// <summary>Controllers that read and write as the contract says.</summary>
    public static IServiceCollection AddWire(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<ApiOptions>, ApiOptionsValidator>();
        services.AddOptions<ApiOptions>().Bind(configuration.GetSection(ApiOptions.Section)).ValidateOnStart();
        services.AddHttpContextAccessor();
        services.AddScoped<ReadingFaults>();
        services.AddScoped<IReadingFaults>(provider => provider.GetRequiredService<ReadingFaults>());
        services.AddScoped<RequestIdempotencyKey>();
        services.AddScoped<BulkAnswers>();
        services.AddScoped<IIdempotencyKey>(provider => provider.GetRequiredService<RequestIdempotencyKey>());
        services
            .AddControllers(mvc =>
            {
                // bodies are read by our own formatter and by nothing before it
                mvc.ValueProviderFactories.RemoveType<FormValueProviderFactory>();
                mvc.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>();
                mvc.ValueProviderFactories.RemoveType<FormFileValueProviderFactory>();
                mvc.InputFormatters.Clear();
                mvc.InputFormatters.Add(new WireBodyFormatter());
                mvc.ModelBinderProviders.Insert(0, new QueryNumberBinder.Provider());
                mvc.ModelBinderProviders.Insert(0, new QueryListBinder());
                mvc.ModelBinderProviders.Insert(0, new QueryTextBinder());
                mvc.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
                mvc.ModelMetadataDetailsProviders.Add(new TextAsSent());
                mvc.Filters.Add<WireFilter>();
                mvc.Conventions.Add(new HeadConvention());
            })
            .ConfigureApiBehaviorOptions(behavior =>
            {
                // both would answer in a shape of their own
                behavior.SuppressModelStateInvalidFilter = true;
                behavior.SuppressMapClientErrors = true;
            });
        services.AddSingleton<IActionResultExecutor<ObjectResult>, WireResultExecutor>();
        // what the OpenAPI generator reads; answers and bodies go by the same settings, in WireJson
        services.ConfigureHttpJsonOptions(json =>
        {
            WireJson.Configure(json.SerializerOptions);
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, WireJson.Default);
        });
        return services;
    }
}
