using System.Reflection;

namespace Audit.Architecture.Tests;

/// <summary>What the inner layers ask of the outer ones.</summary>
public sealed class PortTests
{
    private static readonly IReadOnlyList<Type> s_stores =
        [.. Layers.All.SelectMany(a => a.Types()).Where(t => t.Name.EndsWith("Repository", StringComparison.Ordinal) || t.Name.EndsWith("Reader", StringComparison.Ordinal))];

    [Fact]
    public void Stores_WhenListed_AreThere() => s_stores.Should().HaveCountGreaterThan(3);

    /// <summary>What is only handed over, like a new aggregate, carries its tenant.</summary>
    [Fact]
    public void Queries_WhenAStoreIsAsked_TakeTheTenantFirst() =>
        Methods(s_stores).Where(m => m.ReturnType != typeof(void))
            .Where(m => m.GetParameters().FirstOrDefault() is not { Name: "tenantId" } first || first.ParameterType != typeof(string))
            .Select(NameOf).Should().BeEmpty();

    [Fact]
    public void Queries_WhenAStoreIsAsked_AreNotHandedOut() =>
        Methods(s_stores).Where(m => IsQueryable(m.ReturnType) || m.GetParameters().Any(p => IsQueryable(p.ParameterType))).Select(NameOf).Should().BeEmpty();

    [Fact]
    public void Ports_WhenTheyWait_CanBeCancelled() =>
        Methods([.. Layers.Domain.Types().Concat(Layers.Application.Types()).Where(t => t.IsInterface)])
            .Where(m => typeof(Task).IsAssignableFrom(m.ReturnType) || m.ReturnType.Name.StartsWith("ValueTask", StringComparison.Ordinal))
            .Where(m => m.GetParameters().LastOrDefault()?.ParameterType != typeof(CancellationToken))
            .Select(NameOf).Should().BeEmpty();

    [Fact]
    public void Stores_WhenDeclaredAsPorts_AreFulfilledByOneClassOfTheInfrastructure() =>
        s_stores.Where(t => t.IsInterface).Should().AllSatisfy(port =>
            Layers.All.SelectMany(a => a.Types()).Where(t => t.IsClass && port.IsAssignableFrom(t)).Should().ContainSingle()
                .Which.Assembly.Should().BeSameAs(Layers.Infrastructure));

    private static IEnumerable<MethodInfo> Methods(IEnumerable<Type> types) =>
        types.SelectMany(t => t.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly)).Where(m => !m.IsSpecialName);

    private static bool IsQueryable(Type type) =>
        typeof(IQueryable).IsAssignableFrom(type) || (type.IsGenericType && type.GetGenericArguments().Any(IsQueryable));

    private static string NameOf(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";
}
