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

    public static TheoryData<string> Actions => [.. s_actions.Select(NameOf)];

    [Fact]
    public void Actions_WhenListed_AreThere() => s_actions.Should().NotBeEmpty();

    [Theory]
    [MemberData(nameof(Actions))]
    public void Action_WhenAuthorized_AsksForOnePermissionByName(string action)
    {
        var method = Find(action);

        method.GetCustomAttributes<AllowAnonymousAttribute>().Concat(method.DeclaringType!.GetCustomAttributes<AllowAnonymousAttribute>()).Should().BeEmpty();
        var authorize = Authorize(method).Should().ContainSingle().Which;
        authorize.Policy.Should().BeOneOf(Permissions.Read, Permissions.Write, Permissions.Report);
        authorize.Roles.Should().BeNull();
        authorize.AuthenticationSchemes.Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Actions))]
    public void Action_WhenItOnlyReads_AsksToReadAndElseToWriteOrToReport(string action)
    {
        var method = Find(action);
        var route = method.DeclaringType!.GetCustomAttribute<RouteAttribute>()!.Template;
        var expected = route.StartsWith("internal/", StringComparison.Ordinal) ? Permissions.Report
            : method.IsDefined(typeof(HttpGetAttribute)) ? Permissions.Read
            : Permissions.Write;

        Authorize(method).Single().Policy.Should().Be(expected);
    }

    [Theory]
    [MemberData(nameof(Actions))]
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
