/* The floor of one_call.cpp: one call by libcurl alone, with precomputed headers. It prints the status and its
   peak of memory. usage: one_call_floor URL CA_BUNDLE HEADER_LINE... BODY */
#include <curl/curl.h>
#include <stdio.h>
#include <string.h>

static size_t Keep(char* data, size_t size, size_t count, void* response) {
  const size_t bytes = size * count;
  strncat(response, data, bytes < 1000 ? bytes : 1000);
  return bytes;
}

int main(int argc, char** argv) {
  char response[1024] = "";
  char line[256];
  long status = 0;
  struct curl_slist* headers = NULL;
  FILE* memory = NULL;
  CURL* easy = NULL;
  if (argc < 4) return 2;
  curl_global_init(CURL_GLOBAL_DEFAULT);
  easy = curl_easy_init();
  for (int i = 3; i < argc - 1; ++i) headers = curl_slist_append(headers, argv[i]);
  headers = curl_slist_append(headers, "Expect:");
  curl_easy_setopt(easy, CURLOPT_URL, argv[1]);
  if (argv[2][0] != '\0') curl_easy_setopt(easy, CURLOPT_CAINFO, argv[2]);
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(easy, CURLOPT_POSTFIELDS, argv[argc - 1]);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, Keep);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, response);
  if (curl_easy_perform(easy) != CURLE_OK) return 1;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  printf("%ld %s\n", status, response);
  curl_easy_cleanup(easy);
  curl_slist_free_all(headers);
  memory = fopen("/proc/self/status", "r");
  while (memory != NULL && fgets(line, sizeof line, memory) != NULL) {
    if (strncmp(line, "VmHWM:", 6) == 0) fputs(line, stdout);
  }
  return status == 202 ? 0 : 1;
}
