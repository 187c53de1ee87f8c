using System.Reflection;
using Audit.Application.Anomalies;
using Audit.Application.History;
using Audit.Application.Incidents;
using AutoMapper;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Audit.Application.Common;

public static class ApplicationServices
{
    /// <summary>The use cases and the pipeline around them. What they need of the outside (stores, caller) is registered by its owner.</summary>
    public static IServiceCollection AddApplication(this IServiceCollection services)
    {
        services.AddScoped<ServiceFactory>(provider => provider.GetRequiredService);
        services.AddScoped<IMediator, Mediator>();
        AddClosed(services, typeof(IRequestHandler<,>), ServiceLifetime.Scoped);
        AddClosed(services, typeof(IValidator<>), ServiceLifetime.Singleton);
        // outermost first
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(ValidationBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(IdempotencyTurnBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(TransactionBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(IdempotencyBehavior<,>));
        services.AddSingleton(_ => new IdempotencyTurns(IdempotencyTurns.DefaultPatience));
        services.AddScoped<AnomalyIntake>();
        services.AddScoped<BulkRun>();
        services.AddSingleton(Mapping().CreateMapper());
        services.AddSingleton(TimeProvider.System);
        return services;
    }

    /// <summary>Every map of the application; a type without one is an error, never guessed.</summary>
    public static MapperConfiguration Mapping() => new(c =>
    {
        c.CreateMissingTypeMaps = false;
        c.AddProfile<IncidentProfile>();
        c.AddProfile<AnomalyProfile>();
        c.AddProfile<HistoryProfile>();
    });

    private static void AddClosed(IServiceCollection services, Type openInterface, ServiceLifetime lifetime)
    {
        var implementations =
            from type in Assembly.GetExecutingAssembly().GetTypes()
            where type is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false }
            from service in type.GetInterfaces()
            where service.IsGenericType && service.GetGenericTypeDefinition() == openInterface
            select new ServiceDescriptor(service, type, lifetime);
        foreach (var implementation in implementations)
        {
            services.Add(implementation);
        }
    }
}
