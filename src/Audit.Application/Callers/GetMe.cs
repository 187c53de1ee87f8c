using Audit.Application.Common;
using MediatR;

namespace Audit.Application.Callers;

/// <summary>Who the caller is, and what the caller may do.</summary>
public sealed class MeDto
{
    /// <summary>The token's subject: whom the history names.</summary>
    /// <example>usr_analyst001</example>
    public string Sub { get; init; } = "";

    /// <summary>The caller's name, if the token contains one.</summary>
    /// <example>Zhang San</example>
    public string? Name { get; init; }

    /// <summary>The tenant that is acted in.</summary>
    /// <example>tnt_abc123</example>
    public string TenantId { get; init; } = "";

    /// <summary>What the caller may do.</summary>
    public IReadOnlyList<string> Permissions { get; init; } = [];
}

/// <summary>Who asks.</summary>
/// <param name="Permissions">What the caller may do, as sign-in found out.</param>
public sealed record GetMeQuery(IReadOnlyList<string> Permissions) : IRequest<MeDto>;

public sealed class GetMeHandler(ICaller caller) : IRequestHandler<GetMeQuery, MeDto>
{
    public Task<MeDto> Handle(GetMeQuery query, CancellationToken cancellationToken) =>
        Task.FromResult(new MeDto { Sub = caller.Actor.Id, Name = caller.Actor.Name, TenantId = caller.TenantId, Permissions = query.Permissions });
}
