using MediatR;

namespace Audit.Application.Common;

/// <summary>Runs each command as one unit of work.</summary>
public sealed class TransactionBehavior<TRequest, TResponse>(IUnitOfWork work) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ICommand<TResponse>
{
    public Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next) =>
        work.RunAsync(() => next(), cancellationToken);
}
