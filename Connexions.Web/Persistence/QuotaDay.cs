namespace Connexions.Web.Persistence;

/// <summary>
/// How much of a shared connexion's quota was given out on one day: to one agency, or, with an empty id, to all of them.
/// Given out before a call is sent, in portions, with what was used before a limit held (see <see cref="QuotaPen"/>). Like the heads of the journals it is no
/// tenant's data but what keeps a number right on several servers.
/// </summary>
public sealed class QuotaDay
{
    public Guid ConnexionId { get; init; }

    /// <summary>The day in Paris.</summary>
    public DateOnly Day { get; init; }

    public Guid AgencyId { get; init; }

    public int Calls { get; set; }

    public int Emails { get; set; }
}
