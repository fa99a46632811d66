namespace Connexions.Web.Features.Verifications;

/// <summary>Which server does a job for now, when several run. Nobody's data: the application's own plumbing.</summary>
public sealed class JobLease
{
    public string Job { get; init; } = "";

    /// <summary>The process that holds it.</summary>
    public Guid Holder { get; set; }

    /// <summary>When others may take it over. UTC.</summary>
    public DateTime Until { get; set; }
}
