namespace Connexions.Web.Security;

/// <summary>A page for whoever builds the application. Elsewhere its address is one of no page.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class DevelopmentOnlyAttribute : Attribute;

public static class DevelopmentPages
{
    /// <summary>After routing.</summary>
    public static void UseDevelopmentPages(this WebApplication app)
    {
        if (app.Environment.IsDevelopment())
        {
            return;
        }

        app.Use((context, next) =>
        {
            if (context.GetEndpoint()?.Metadata.GetMetadata<DevelopmentOnlyAttribute>() is not null)
            {
                context.SetEndpoint(null);
            }

            return next(context);
        });
    }
}
