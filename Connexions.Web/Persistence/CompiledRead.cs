using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Connexions.Web.Persistence;

/// <summary>
/// A query of EF's <c>CompileAsyncQuery</c>, translated once rather than looked up by its whole tree at each call. What
/// the filters ask of the context is asked of each caller's all the same; whatever else the query calls upon while it
/// is translated, a check of the scope for one, is asked of the first caller only, and belongs in front of each call.
/// </summary>
internal sealed class CompiledRead<TRead>(Func<TRead> compile) where TRead : Delegate
{
    // Such a query belongs to one model: there is one for each database, and a process of tests speaks to both.
    private readonly ConditionalWeakTable<IModel, TRead> reads = [];

    public TRead For(ConnexionsDbContext db) => reads.GetValue(db.Model, _ => compile());
}
