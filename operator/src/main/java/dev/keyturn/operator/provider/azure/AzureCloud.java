package dev.keyturn.operator.provider.azure;

/** A cloud of Azure: where its logins, its vaults and its registries are. */
public enum AzureCloud {
  PUBLIC("login.microsoftonline.com", "vault.azure.net", "azurecr.io"),
  US_GOVERNMENT("login.microsoftonline.us", "vault.usgovcloudapi.net", "azurecr.us"),
  CHINA("login.chinacloudapi.cn", "vault.azure.cn", "azurecr.cn");

  private final String loginHost;
  private final String vaultDomain;
  private final String registryDomain;

  AzureCloud(String loginHost, String vaultDomain, String registryDomain) {
    this.loginHost = loginHost;
    this.vaultDomain = vaultDomain;
    this.registryDomain = registryDomain;
  }

  String loginHost() {
    return loginHost;
  }

  /** Every vault's host is one label below it; with {@code https://} before it, the resource. */
  String vaultDomain() {
    return vaultDomain;
  }

  /** Every container registry's host is one label below it. */
  String registryDomain() {
    return registryDomain;
  }

  /** What tokens are asked for. */
  String resource() {
    return "https://" + vaultDomain;
  }
}
