using Connexions.Web.Security;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Connexions.Web.Features.Sessions;

/// <summary>Work in a tab keeps its session open: a circuit makes no requests.</summary>
internal sealed class CircuitActivity(CurrentSession session, SessionBook book) : CircuitHandler
{
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) => context =>
    {
        if (session.SessionId is { } sessionId)
        {
            book.See(sessionId);
        }

        return next(context);
    };
}
