namespace Connexions.Web.Persistence;

public static class PersistenceFeature
{
    public static IServiceCollection AddPersistence(this IServiceCollection services, DatabaseSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton<DatabaseIdentity>();
        services.AddSingleton<ContextFactory>();
        services.AddSingleton<UnitsOfWork>();
        // Identity's: one for each request, without scope. In a circuit it is never used (house rule 2).
        services.AddScoped(provider => provider.GetRequiredService<ContextFactory>().CreateUnstamped());
        return services;
    }
}
