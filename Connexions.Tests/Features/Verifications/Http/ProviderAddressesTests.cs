using Connexions.Domain.Integrations;
using Connexions.Web.Demo;
using Connexions.Web.Demo.Providers;
using Connexions.Web.Features.Verifications.Http;
using Connexions.Web.Persistence;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace Connexions.Tests.Features.Verifications.Http;

public sealed class ProviderAddressesTests
{
    private const string Setting = "Providers:Brevo:BaseUrl";

    private static readonly Provider Brevo = ProviderCatalogue.Find("brevo")!;

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    [InlineData("Development")]
    public void Read_WithoutASetting_IsTheProvidersOwn(string environment)
    {
        var addresses = Read(environment);
        Assert.All(ProviderCatalogue.All, provider =>
        {
            Assert.Equal(provider.Verifier.BaseAddress, addresses.Of(provider));
            Assert.Equal(Uri.UriSchemeHttps, addresses.Of(provider).Scheme);
        });
    }

    [Theory]
    [InlineData("Production", "https://example.test")]
    [InlineData("Production", "http://localhost:9000")]
    [InlineData("Staging", "http://localhost:9000")]
    [InlineData("Development", "ftp://localhost")]
    [InlineData("Development", "nowhere")]
    [InlineData("Development", "https://user@example.test")]
    [InlineData("Development", "https://example.test/?key=1")]
    public void Read_AddressThatMayNotBe_IsRefusedByItsSetting(string environment, string address) =>
        Assert.Contains(Setting, Assert.Throws<SettingException>(() => Read(environment, address)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Staging", "https://example.test", "https://example.test/v3/")]
    [InlineData("Development", "http://localhost:9000", "http://localhost:9000/v3/")]
    [InlineData("Development", "http://localhost:9000/autre", "http://localhost:9000/autre/")]
    public void Read_AnotherAddressOutsideProduction_StandsIn(string environment, string address, string expected) =>
        Assert.Equal(new Uri(expected), Read(environment, address).Of(Brevo));

    [Theory]
    [InlineData("https://api.brevo.com/v3/account", true)]
    [InlineData("http://api.brevo.com/v3/account", false)]
    [InlineData("https://api.brevo.com:8443/v3/account", false)]
    [InlineData("https://api.brevo.com.example.test/v3/account", false)]
    [InlineData("https://user@api.brevo.com/v3/account", false)]
    [InlineData("https://api.openai.com/v1/models", false)]
    public void Allows_Addresses_OnlyTheProvidersOwn(string address, bool allowed) => Assert.Equal(allowed, Read("Production").Allows(Brevo, new Uri(address)));

    [Fact]
    public void StandIn_WhereASettingStands_ChangesNothing()
    {
        var addresses = Read("Development", "http://localhost:9000");
        addresses.StandIn(Brevo, new Uri("http://127.0.0.1:1234"));
        Assert.Equal(9000, addresses.Of(Brevo).Port);
    }

    [Fact]
    public void StandIn_AnotherMachine_IsRefused() => Assert.Throws<ArgumentException>(() => Read("Development").StandIn(Brevo, new Uri("http://example.test")));

    [Theory]
    [InlineData("Production", "false", false)]
    [InlineData("Production", null, false)]
    [InlineData("Staging", "true", false)]
    [InlineData("Development", "false", false)]
    [InlineData("Development", "true", true)]
    [InlineData("Development", null, true)]
    public void Fakes_AreRegistered_WithTheDemonstrationInDevelopmentOnly(string environment, string? demo, bool expected)
    {
        var services = new ServiceCollection();
        services.AddDemo(Configuration("Demo:Enabled", demo), new HostingEnvironment(environment));
        Assert.Equal(expected, services.Any(service => service.ServiceType == typeof(FakeProviders) || service.ImplementationType == typeof(FakeProviders)));
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData("50", 50)]
    public void Demo_ProviderDelay_IsInMilliseconds(string? text, int milliseconds) => Assert.Equal(
        TimeSpan.FromMilliseconds(milliseconds), DemoOptions.Read(Configuration("Demo:ProviderDelay", text), new HostingEnvironment("Development")).ProviderDelay);

    private static ProviderAddresses Read(string environment, string? address = null) =>
        ProviderAddresses.Read(Configuration(Setting, address), new HostingEnvironment(environment));

    private static IConfiguration Configuration(string setting, string? value) =>
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(setting, value)]).Build();

    private sealed class HostingEnvironment(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = nameof(Connexions);

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
