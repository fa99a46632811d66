using Connexions.Domain.Access;
using Connexions.Web.Features.Sessions;
using Connexions.Web.Security;
using Connexions.Web.Shared.Pages;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;

namespace Connexions.Web.Account;

/// <summary>Signing in and out: Identity with a cookie, static pages, and a circuit that notices a changed account.</summary>
public static class AccountFeature
{
    public const string SignInPath = "/compte/connexion";

    /// <summary>Where a tab ends whose right was withdrawn.</summary>
    public const string AccessWithdrawnPath = "/compte/acces-retire";

    /// <summary>How long a tab may outlive what it was opened for, should nobody tell it.</summary>
    public static readonly TimeSpan RevalidationInterval = TimeSpan.FromMinutes(5);

    /// <summary>Shortest password, in characters. Length is what counts: no rule asks for signs (NIST SP 800-63B, 3.1.1).</summary>
    public const int PasswordMinLength = 12;

    /// <returns>Identity's builder, so that the caller adds the stores.</returns>
    public static IdentityBuilder AddAccounts(this IServiceCollection services)
    {
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, AccountRevalidation>();
        services.AddAuthorization();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.ConfigureApplicationCookie(options =>
        {
            options.Cookie.Name = "connexions";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax;
            // The session says how long it is good for.
            options.ExpireTimeSpan = PersonSession.Lifetime;
            options.SlidingExpiration = false;
            options.LoginPath = SignInPath;
            options.LogoutPath = "/compte/deconnexion";
            options.AccessDeniedPath = "/compte/acces-refuse";
            options.ReturnUrlParameter = LocalUrl.Parameter;
            options.EventsType = typeof(SessionCookie);
        });

        return services.AddNormalForms().AddIdentityCore<Person>(Configure)
            .AddSignInManager()
            .AddDefaultTokenProviders();
    }

    /// <summary>How addresses and passwords are compared. Before Identity, which takes what is there.</summary>
    public static IServiceCollection AddNormalForms(this IServiceCollection services)
    {
        services.AddSingleton<ILookupNormalizer, AccountAddresses>();
        services.AddScoped<IPasswordHasher<Person>, ComposedPasswords>();
        return services;
    }

    /// <summary>Also what a design-time factory of the context needs, for Identity's schema.</summary>
    public static void Configure(IdentityOptions options)
    {
        // Version 3 holds passkeys, so that they fit later without a migration of accounts.
        options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
        options.User.RequireUniqueEmail = true;
        // The user name is the e-mail address, and addresses may hold any letter.
        options.User.AllowedUserNameCharacters = "";
        options.Password.RequiredLength = PasswordMinLength;
        options.Password.RequireDigit = false;
        options.Password.RequireLowercase = false;
        options.Password.RequireUppercase = false;
        options.Password.RequireNonAlphanumeric = false;
        options.Password.RequiredUniqueChars = 1;
        options.Lockout.MaxFailedAccessAttempts = 5;
        options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
        options.Lockout.AllowedForNewUsers = true;
    }

    public static void MapAccounts(this WebApplication app) => app.MapMembershipPin();
}
