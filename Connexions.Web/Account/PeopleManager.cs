using Connexions.Web.Persistence;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace Connexions.Web.Account;

/// <summary>
/// Identity's rules over a context of ours, so that an account is stored in the same transaction as the right it was
/// made for.
/// </summary>
public sealed class PeopleManager(IServiceScopeFactory scopes)
{
    public async Task<T> UseAsync<T>(ConnexionsDbContext db, Func<UserManager<Person>, Task<T>> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        using var store = new UserOnlyStore<Person, ConnexionsDbContext, Guid>(db);
        using var people = ActivatorUtilities.CreateInstance<UserManager<Person>>(scope.ServiceProvider, store);
        return await work(people);
    }
}
