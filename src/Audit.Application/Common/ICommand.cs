using MediatR;

namespace Audit.Application.Common;

/// <summary>A request that changes something: it runs whole in one transaction, or not at all.</summary>
public interface ICommand<out TResponse> : IRequest<TResponse>;

/// <summary>A command that a caller can make safe to repeat with an <c>Idempotency-Key</c>.</summary>
public interface IIdempotentCommand<out TResponse> : ICommand<TResponse>;
