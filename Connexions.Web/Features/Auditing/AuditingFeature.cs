namespace Connexions.Web.Features.Auditing;

public static class AuditingFeature
{
    public static IServiceCollection AddAuditing(this IServiceCollection services)
    {
        services.AddSingleton<ListEntries>();
        services.AddScoped<JournalSentences>();
        return services;
    }
}
