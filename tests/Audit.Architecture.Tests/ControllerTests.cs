using System.Reflection;
using Audit.Api.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Routing;

namespace Audit.Architecture.Tests;

public sealed class ControllerTests
{
    private static readonly IReadOnlyList<MethodInfo> s_actions =
    [
        .. from type in Layers.Api.Types()
           where type.IsSubclassOf(typeof(ControllerBase))
           from method in type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
           where !method.IsSpecialName && !method.IsDefined(typeof(NonActionAttribute)) && method.GetBaseDefinition() == method
           select method,
    ];

    /// <summary>What a caller may ask whatever the caller may do: only about the caller.</summary>
    private static readonly IReadOnlyList<string> s_openToAllCallers = ["MeController.Get"];

    public static TheoryData<string> Actions => [.. s_actions.Select(NameOf)];

    public static TheoryData<string> WaitingActions => [.. s_actions.Where(a => typeof(Task).IsAssignableFrom(a.ReturnType)).Select(NameOf)];

    [Fact]
    public void Actions_WhenListed_AreThere() => s_actions.Select(NameOf).Should().Contain(s_openToAllCallers);

    [Theory]
    [MemberData(nameof(Actions))]
    public void Action_WhenAuthorized_AsksForOnePermissionByName(string action)
    {
        var method = Find(action);

        method.GetCustomAttributes<AllowAnonymousAttribute>().Concat(method.DeclaringType!.GetCustomAttributes<AllowAnonymousAttribute>()).Should().BeEmpty();
        var authorize = Authorize(method).Should().ContainSingle().Which;
        if (s_openToAllCallers.Contains(action, StringComparer.Ordinal))
        {
            authorize.Policy.Should().BeNull();
        }
        else
        {
            authorize.Policy.Should().BeOneOf(Permissions.Read, Permissions.Write, Permissions.Report);
        }

        authorize.Roles.Should().BeNull();
        authorize.AuthenticationSchemes.Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Actions))]
    public void Action_WhenItOnlyReads_AsksToReadAndElseToWriteOrToReport(string action)
    {
        var method = Find(action);
        var route = method.DeclaringType!.GetCustomAttribute<RouteAttribute>()!.Template;
        var isRead = method.IsDefined(typeof(HttpGetAttribute));
        var expected = isRead && s_openToAllCallers.Contains(action, StringComparer.Ordinal) ? null
            : route.StartsWith("internal/", StringComparison.Ordinal) ? Permissions.Report
            : isRead ? Permissions.Read
            : Permissions.Write;

        Authorize(method).Single().Policy.Should().Be(expected);
    }

    [Theory]
    [MemberData(nameof(WaitingActions))]
    public void Action_WhenTheCallerLeaves_CanBeCancelled(string action) =>
        Find(action).GetParameters().Should().ContainSingle(p => p.ParameterType == typeof(CancellationToken)).Which.Position.Should().Be(Find(action).GetParameters().Length - 1);

    [Fact]
    public void Actions_WhenDescribed_HaveANameOfTheirOwn() =>
        s_actions.Select(a => a.GetCustomAttribute<HttpMethodAttribute>()?.Name).Should().NotContainNulls().And.OnlyHaveUniqueItems();

    private static IEnumerable<AuthorizeAttribute> Authorize(MethodInfo method) =>
        method.GetCustomAttributes<AuthorizeAttribute>().Concat(method.DeclaringType!.GetCustomAttributes<AuthorizeAttribute>());

    private static string NameOf(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";

    private static MethodInfo Find(string action) => s_actions.Single(m => NameOf(m) == action);
}
