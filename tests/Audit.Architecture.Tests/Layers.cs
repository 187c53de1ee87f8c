using System.Reflection;
using System.Runtime.CompilerServices;
using Audit.Application.Common;
using Audit.Domain.Common;
using Audit.Infrastructure;

namespace Audit.Architecture.Tests;

/// <summary>The four assemblies, innermost first, and the types that people wrote in them.</summary>
internal static class Layers
{
    public static readonly Assembly Domain = typeof(Ids).Assembly;
    public static readonly Assembly Application = typeof(ICaller).Assembly;
    public static readonly Assembly Infrastructure = typeof(InfrastructureServices).Assembly;
    public static readonly Assembly Api = typeof(Program).Assembly;

    public static readonly IReadOnlyList<Assembly> All = [Domain, Application, Infrastructure, Api];

    /// <summary>Without what the compiler, source generators and the migrations tool make.</summary>
    public static IReadOnlyList<Type> Types(this Assembly assembly) =>
        [.. assembly.GetTypes().Where(t => IsOurs(t.FullName!, assembly) && !IsGenerated(t))];

    private static bool IsOurs(string name, Assembly assembly) =>
        name == nameof(Program) || name.StartsWith(assembly.GetName().Name + ".", StringComparison.Ordinal);

    private static bool IsGenerated(Type type) =>
        type.Name.Contains('<', StringComparison.Ordinal)
        || type.IsDefined(typeof(CompilerGeneratedAttribute))
        || type.Namespace?.EndsWith(".Migrations", StringComparison.Ordinal) == true
        || (type.DeclaringType is { } outer && IsGenerated(outer));
}
