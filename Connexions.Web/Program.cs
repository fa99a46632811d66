using Connexions.Web;
using Connexions.Web.Account;
using Connexions.Web.Demo;
using Connexions.Web.Features.Auditing;
using Connexions.Web.Features.Integrations;
using Connexions.Web.Features.Support;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Microsoft.AspNetCore.Identity;

// The settings file lies beside the program, wherever it is started from.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Host.UseDefaultServiceProvider(options => (options.ValidateScopes, options.ValidateOnBuild) = (true, true));
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddPersistence(DatabaseSettings.Read(builder.Configuration, DatabaseSettings.DefaultFolder()));
builder.Services.AddSecrets(builder.Configuration, builder.Environment);
builder.Services.AddSingleton(DemoOptions.Read(builder.Configuration, builder.Environment));
builder.Services.AddSingleton<DemoData>();
builder.Services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
builder.Services.AddIdentityCore<Person>(options => options.Stores.SchemaVersion = PersistenceFeature.IdentitySchema)
    .AddSignInManager().AddDefaultTokenProviders().AddEntityFrameworkStores<ConnexionsDbContext>();
builder.Services.AddIntegrations();
builder.Services.AddSupport();
builder.Services.AddAuditing();
builder.Services.AddRazorComponents().AddInteractiveServerComponents();

var app = builder.Build();
await Startup.PrepareAsync(app);
app.MapStaticAssets();
await app.RunAsync();
